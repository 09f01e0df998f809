import type { Diagnostic } from "@mcs/driver-rest-openapi";
import { expect, test } from "vitest";
import { oneLine, printable } from "../src/terminal.ts";
import { petsDriver } from "./pets-driver.ts";
import { runCli } from "./run-cli.ts";

const ESC = "\u001b";
const DIAGNOSTICS: readonly Diagnostic[] = [
  { severity: "info", code: "renamed", pointer: "/paths/~1a", message: "Was a/b." },
  { severity: "warning", code: "malformed", pointer: "/paths/~1b", message: "No type." },
  { severity: "error", code: "broken_reference", pointer: "/paths/~1c", message: "Leads nowhere." },
];
const withDiagnostics = { createDriver: async () => petsDriver(DIAGNOSTICS) };

test("the list has a line for each tool, and a pipe gets whole lines without colours", async () => {
  const { out } = await runCli(["tools", "x"], { columns: 20, terminal: { stderr: true } });
  expect(out.split("\n")[0]).toBe("findPets(status?, limit?)           Find pets by status");
  expect(out).not.toContain(ESC);
  expect(out.trimEnd().split("\n")).toHaveLength(6);
});

test("a terminal gets colours and lines that fit it; --no-color, NO_COLOR and TERM=dumb take the colours away", async () => {
  const terminal = { stdout: true };
  expect((await runCli(["tools", "x"], { terminal })).out).toContain(`${ESC}[1mfindPets`);
  for (const [argv, env] of [
    [["--no-color"], {}],
    [[], { NO_COLOR: "1" }],
    [[], { TERM: "dumb" }],
  ] as const) {
    const { out } = await runCli(["tools", "x", ...argv], { terminal, env, columns: 46 });
    expect(out).not.toContain(ESC);
    expect(out).toContain("Find pets…\n");
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(46);
  }
});

test("--search finds tools by all words in name, text or path, in any case", async () => {
  const names = async (search: string) => {
    const { out } = await runCli(["tools", "x", "--search", search, "--json"]);
    return (JSON.parse(out) as Array<{ name: string }>).map(({ name }) => name);
  };
  expect(await names("PET find")).toEqual(["findPets", "getPetById"]);
  expect(await names("{petid}")).toEqual(["getPetById"]);
  const { code, out, err } = await runCli(["tools", "x", "--search", "zebra"]);
  expect({ code, out, err }).toEqual({ code: 0, out: "", err: "None of the 6 tools has all of: zebra\n" });
});

test("one tool is shown with its origin, its signature and an example that works", async () => {
  const { out } = await runCli(["tools", "pets.yaml", "getPetById"]);
  expect(out).toContain("getPetById(petId: integer)\n  GET /pets/{petId}, reads only\n");
  const example = out.trimEnd().split("\n").at(-1) ?? "";
  expect(example).toBe("Example: mcs call pets.yaml getPetById petId=1");
  expect((await runCli(example.split(" ").slice(2))).code).toBe(0);
});

test("one tool as JSON has its schema", async () => {
  const { out } = await runCli(["tools", "x", "getPetById", "--json"]);
  expect(JSON.parse(out)).toMatchObject({
    name: "getPetById",
    origin: { method: "GET" },
    inputSchema: { type: "object", required: ["petId"], additionalProperties: false },
  });
});

test("a terminal gets no control characters of others; a pipe gets the text as it came", async () => {
  const piped = await runCli(["call", "x", "describe"]);
  expect(piped.out).toBe(`a ${ESC}[31mred${ESC}[0m herring\n`);
  const shown = await runCli(["call", "x", "describe"], { terminal: { stdout: true } });
  expect(shown.out).toBe("a \\x1b[31mred\\x1b[0m herring\n");
  expect(printable("a\u009bb\u202ec\r\n\td")).toBe("a\\x9bb\\u202ec\n\td");
  expect(oneLine("a\n  b", 10)).toBe("a b");
  expect(oneLine("0123456789x", 10)).toBe("012345678…");
});

test("bytes go to a pipe as they are, to a terminal as a description, and to JSON as one", async () => {
  const { out } = await runCli(["call", "x", "photo"]);
  expect(out).toContain("PNG");
  expect((await runCli(["call", "x", "photo"], { terminal: { stdout: true } })).out).toMatch(
    /^image\/png, rex\.png, 4 bytes/,
  );
  expect(JSON.parse((await runCli(["call", "x", "photo", "--json"])).out)).toEqual({
    media: { type: "image/png", name: "rex.png", size: 4 },
  });
});

test("--dry-run prints the request and executes nothing", async () => {
  const driver = petsDriver();
  driver.executeTool = () => Promise.reject(new Error("was executed"));
  const world = { createDriver: async () => driver };
  const { code, out } = await runCli(["call", "x", "addPet", "name=Rex", "--dry-run"], world);
  expect(code).toBe(0);
  expect(out).toBe(
    'POST https://pets.example/addPet\ncontent-type: application/json\nauthorization: [secret]\n\n{"name":"Rex"}\n',
  );
  const json = await runCli(["call", "x", "addPet", "name=Rex", "--dry-run", "--json"], world);
  expect(JSON.parse(json.out)).toMatchObject({ method: "POST", body: '{"name":"Rex"}' });
});

test("diagnostics are counted on stderr, shown whole with their pointers on demand, and silenced", async () => {
  const counted = await runCli(["tools", "x"], withDiagnostics);
  expect(counted.err).toBe("The document has 1 error and 1 warning; --diagnostics shows them.\n");
  const whole = await runCli(["tools", "x", "--diagnostics"], withDiagnostics);
  expect(whole.err.split("\n")).toEqual([
    "error    /paths/~1c  Leads nowhere. (broken_reference)",
    "warning  /paths/~1b  No type. (malformed)",
    "note     /paths/~1a  Was a/b. (renamed)",
    "1 error, 1 warning and 1 note.",
    "",
  ]);
  expect(whole.out).toBe(counted.out);
  expect((await runCli(["tools", "x", "--quiet"], withDiagnostics)).err).toBe("");
});

test("a call is not told about the document, unless it asks or its tool is missing", async () => {
  expect((await runCli(["call", "x", "photo"], withDiagnostics)).err).toBe("");
  expect((await runCli(["call", "x", "photo", "--diagnostics"], withDiagnostics)).err).toContain(
    "/paths/~1c",
  );
  expect((await runCli(["call", "x", "phoot"], withDiagnostics)).err).toMatch(/1 error .*\nmcs: .*photo\?/);
});

test("prompt prints the system message, --native a provider's tools, --only a part of them", async () => {
  const text = await runCli(["prompt", "x", "--only", "find*", "--only", "addPet"]);
  expect(text.out).toContain("findPets(status?:");
  expect(text.out).toContain("addPet(name: string");
  expect(text.out).not.toContain("getPetById");
  const native = await runCli(["prompt", "x", "--native", "anthropic", "--only", "find*"]);
  expect(JSON.parse(native.out)).toMatchObject({
    tools: [{ name: "findPets", input_schema: { type: "object" } }],
  });
  expect(JSON.parse((await runCli(["prompt", "x", "--native"])).out)).toMatchObject({
    tools: [{ type: "function" }, {}, {}, {}, {}, {}],
  });
  expect(JSON.parse((await runCli(["prompt", "x", "--json"])).out)).toHaveProperty("systemMessage");
  expect(await runCli(["prompt", "x", "--only", "findPet"])).toMatchObject({
    code: 2,
    err: "mcs: --only findPet fits no tool. Did you mean findPets?\n",
  });
  expect((await runCli(["prompt", "x", "--native", "nobody"])).code).toBe(2);
});
