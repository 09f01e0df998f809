import { execFile } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { COMMANDS } from "../src/command-line/commands.ts";
import { COMMON_OPTIONS } from "../src/command-line/options.ts";
import { EXIT_CODES } from "../src/exit-codes.ts";
import { fakeModel } from "./fake-model.ts";
import { DOCUMENT, startPetsApi } from "./pets-api.ts";

const BIN = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
const readme = () => readFile(new URL("../README.md", import.meta.url), "utf8");

/** Each `$ command` of the transcript with the lines below it. */
function transcript(text: string): ReadonlyArray<{ command: string; output: string }> {
  const blocks = [...text.matchAll(/```console\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
  return blocks.flatMap((block) =>
    block.split(/^\$ /m).flatMap((part) => {
      const [command = "", ...lines] = part.split("\n");
      return command === "" ? [] : [{ command, output: lines.join("\n").trim() }];
    }),
  );
}

test("the transcript of the README is what the commands print", async () => {
  await using api = await startPetsApi();
  const getPet = (petId: number) => ({
    content: JSON.stringify({ tool: "getPetById", arguments: { petId } }),
  });
  await using model = await fakeModel([
    getPet(999),
    getPet(1),
    { content: "There is no pet 999; pet 1 is Rex." },
  ]);
  const directory = await mkdtemp(join(tmpdir(), "mcs-readme-"));
  try {
    const document = { ...DOCUMENT, servers: [{ url: `${api.url}/api` }] };
    await writeFile(join(directory, "pets.json"), JSON.stringify(document));
    const mcs = join(directory, "mcs");
    await writeFile(mcs, `#!/bin/sh\nexec "${process.execPath}" --conditions=@mcs/source "${BIN}" "$@"\n`);
    await chmod(mcs, 0o755);
    const env = {
      PATH: `${directory}:${process.env.PATH ?? ""}`,
      SHOP_KEY: "t0ps3cret",
      OPENAI_BASE_URL: model.baseUrl,
      OPENAI_MODEL: "any",
    };
    const steps = transcript(await readme());
    expect(steps.length).toBeGreaterThan(5);
    for (const { command, output } of steps) {
      const { stdout } = await promisify(execFile)("sh", ["-c", `{ ${command}; } 2>&1`], {
        cwd: directory,
        env,
      });
      expect(stdout.replaceAll(api.url, "https://pets.example").trim(), command).toBe(output);
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}, 60_000);

test("the README names every command, option and exit code", async () => {
  const text = await readme();
  for (const { name, options } of COMMANDS) {
    expect(text).toContain(`mcs ${name} `);
    for (const option of options) expect(text, option.name).toContain(`--${option.name}`);
  }
  for (const { name } of COMMON_OPTIONS) expect(text, name).toContain(`--${name}`);
  for (const { code, meaning } of Object.values(EXIT_CODES))
    expect(text).toMatch(new RegExp(`\\| ${code} +\\| ${meaning} +\\|`));
});
