import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { petsDriver } from "./pets-driver.ts";
import { withProfiles } from "./profile/load.ts";
import { runCli } from "./run-cli.ts";

const TOOLS = [{ name: "add", parameters: { type: "object", properties: { a: { type: "integer" } } } }];
const CASES = [
  { id: "plain", kind: "call", input: '{"tool": "add", "arguments": {"a": 1}}' },
  { id: "odd", kind: "call", input: "CALL add WITH 1" },
  { id: "prose", kind: "no_call", input: "I could add one.", expected: [] },
  {
    id: "native",
    kind: "call",
    input: { tool_calls: [{ id: "1", function: { name: "add", arguments: '{"a": 1}' } }], role: "assistant" },
  },
].map((item) => ({ tools: TOOLS, expected: [{ name: "add", arguments: { a: 1 } }], ...item }));
const PROFILE = `[[healing]]
pattern = 'CALL (\\w+) WITH (\\d+)'
replacement = '{"tool": "\\1", "arguments": {"a": \\2}}'
`;

async function withFiles(
  files: Readonly<Record<string, string>>,
  use: (path: (name: string) => string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "mcs-score-"));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await use((name) => join(folder, name));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const lines = (cases: readonly unknown[]): string => cases.map((item) => JSON.stringify(item)).join("\n");

test("a profile's figures: by group, written and read back, and its example; what is wrong is named", async () => {
  await withFiles({ "cases.jsonl": lines(CASES), "mine.toml": PROFILE }, async (path) => {
    const without = await runCli(["score", path("cases.jsonl")]);
    expect(without.code).toBe(0);
    expect(without.out.split("\n").map((line) => line.replace(/ +/g, " ").trim())).toEqual([
      "call 2 of 3 66.7 %",
      "no_call 1 of 1 100.0 %",
      "all 3 of 4 75.0 %",
      "written and read back 3 of 3 100.0 %",
      "the prompt's example 1 of 1 100.0 %",
      "",
    ]);
    expect(without.err).toContain("Wrong: odd");
    const mended = await runCli(["score", path("cases.jsonl"), "--prompts", path("mine.toml"), "--json"]);
    expect(JSON.parse(mended.out)[0]).toEqual({ name: "call", right: 3, of: 3, wrong: [] });
  });
});

test("--least fails below a share, and a profile whose form is not read back is seen", async () => {
  const broken = '[rendering]\ncall = "{name} please"\n[call_example]\nexample = "just ask"\n';
  await withFiles({ "cases.jsonl": lines(CASES), "broken.toml": broken }, async (path) => {
    const enough = await runCli(["score", path("cases.jsonl"), "--least", "0.5"]);
    expect(enough.code).toBe(0);
    const low = await runCli([
      "score",
      path("cases.jsonl"),
      "--prompts",
      path("broken.toml"),
      "--least",
      "0.5",
    ]);
    expect(low.code).toBe(1);
    expect(low.err).toContain("Below 0.5: written and read back, the prompt's example.");
    const nonsense = await runCli(["score", path("cases.jsonl"), "--least", "98"]);
    expect(nonsense.code).toBe(2);
  });
});

test("the profile of the guide reads its model's own form, and speaks to that model only", async () => {
  const at = (file: string): string => join(import.meta.dirname, "profile", file);
  const options = ["--prompts", at("nimbus.toml"), "--model", "nimbus-2", "--least", "1"];
  const { code, out, err } = await runCli(["score", at("nimbus.jsonl"), ...options]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("written and read back  3 of 3  100.0 %");
  const driver = await withProfiles(petsDriver(), at("nimbus.toml"));
  expect(await driver.getDriverSystemMessage("nimbus-2")).toContain("CALL name_of_the_tool");
  expect(await driver.getDriverSystemMessage("gpt-5")).not.toContain("CALL name_of_the_tool");
});

test("a line that is no case is named", async () => {
  const wrong: ReadonlyArray<readonly [unknown, RegExp]> = [
    [[], /Line 1 is no case: it should be an object/],
    [{ input: 1, expected: [] }, /input should be a text/],
    [{ input: "x", tools: ["f"], expected: [] }, /tools should be a list/],
    [{ input: "x", expected: "none" }, /expected should be a list/],
  ];
  for (const [line, message] of wrong) {
    await withFiles({ "cases.jsonl": JSON.stringify(line) }, async (path) => {
      const { code, err } = await runCli(["score", path("cases.jsonl")]);
      expect(code).toBe(2);
      expect(err).toMatch(message);
    });
  }
  await withFiles({ "cases.jsonl": "\n" }, async (path) => {
    expect((await runCli(["score", path("cases.jsonl")])).err).toContain("holds no cases");
  });
});
