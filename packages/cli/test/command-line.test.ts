import { expect, test } from "vitest";
import { parseCommandLine } from "../src/command-line/parse.ts";
import { suggest } from "../src/command-line/suggest.ts";
import { runCli } from "./run-cli.ts";

function valuesOf(...argv: string[]) {
  const { words, given, values } = parseCommandLine(argv);
  return { words, json: given.has("json"), args: values.get("args"), native: values.get("native") };
}

test("--json followed by an object, a file or - gives the arguments of a call", () => {
  for (const value of ['{"petId":1}', "@args.json", "-"]) {
    expect(valuesOf("call", "doc", "tool", "--json", value)).toMatchObject({
      words: ["doc", "tool"],
      json: false,
      args: [value],
    });
  }
  expect(valuesOf("call", "doc", "tool", '--json={"a":1}')).toMatchObject({ json: false, args: ['{"a":1}'] });
});

test("--json without arguments behind it asks for JSON output, wherever it stands", () => {
  for (const argv of [
    ["call", "--json", "doc", "tool", "a=1"],
    ["call", "doc", "tool", "--json", "a=1"],
    ["call", "doc", "tool", "a=1", "--json"],
  ]) {
    expect(valuesOf(...argv)).toMatchObject({ words: ["doc", "tool", "a=1"], json: true, args: undefined });
  }
  expect(valuesOf("tools", "--json", "doc")).toMatchObject({ words: ["doc"], json: true });
  expect(valuesOf("call", "doc", "tool", "--json", "{}", "--json")).toMatchObject({
    json: true,
    args: ["{}"],
  });
});

test("both meanings of --json work in one call, as --args and --output do", async () => {
  const wanted = '{\n  "name": "Rex"\n}\n';
  for (const argv of [
    ["--json", '{"name":"Rex"}', "--json"],
    ["--args", '{"name":"Rex"}', "--output", "json"],
    ["--args", "-", "--output=json"],
  ]) {
    expect(await runCli(["call", "x", "addPet", ...argv], { stdin: '{"name":"Rex"}' })).toEqual({
      code: 0,
      out: wanted,
      err: "",
    });
  }
});

test("--json changes how text is printed, --json with arguments does not", async () => {
  expect((await runCli(["call", "x", "describe", "--json"])).out).toBe(
    '"a \\u001b[31mred\\u001b[0m herring\\n"\n',
  );
  expect((await runCli(["call", "x", "describe", "--json", "{}"])).out).toBe(
    "a \u001b[31mred\u001b[0m herring\n",
  );
});

test("--native may name a provider, and never swallows the document", () => {
  expect(valuesOf("prompt", "--native", "anthropic", "doc.json")).toMatchObject({
    words: ["doc.json"],
    native: ["anthropic"],
  });
  expect(valuesOf("prompt", "doc.json", "--native", "openai").native).toEqual(["openai"]);
  expect(valuesOf("prompt", "--native", "petstore")).toMatchObject({
    words: ["petstore"],
    native: undefined,
  });
});

test("values keep every character: leading zeros, a leading dash, emptiness", () => {
  expect(parseCommandLine(["chat", "x", "--message", "007"]).values.get("message")).toEqual(["007"]);
  expect(parseCommandLine(["chat", "x", "-m", "-5 degrees?"]).values.get("message")).toEqual(["-5 degrees?"]);
  expect(parseCommandLine(["chat", "x", "--message="]).values.get("message")).toEqual([""]);
  expect(parseCommandLine(["call", "x", "t", "--", "--odd=1"]).words).toEqual(["x", "t", "--odd=1"]);
});

test("mistakes exit with 2, and say what was meant or what there is", async () => {
  const cases: ReadonlyArray<readonly [argv: string, says: RegExp]> = [
    ["cal x", /no command "cal".*Did you mean call/],
    ["frobnicate", /There are tools, call, prompt, chat/],
    ["tools x --serch a", /no option --serch\. Did you mean --search\?/],
    ["call x t --search a", /--search is an option of mcs tools, not of mcs call/],
    ["tools", /needs the URL or file of an OpenAPI document/],
    ["call x", /needs the name of a tool/],
    ["tools x a b", /does not know what to do with "b"/],
    ["tools x --timeout", /--timeout needs a value: --timeout SECONDS/],
    ["tools x --search --quiet", /--search needs a value/],
    ["tools x --timeout soon", /takes seconds/],
    ["tools x --output xml", /json or text/],
    ["tools x --quiet=1", /--quiet takes no value/],
    ["tools ftp://x/y", /neither an http\(s\) URL nor a file/],
    ["chat x --model m --base-url nowhere", /no http\(s\) URL/],
    ["chat x", /needs the name of a model/],
    ["chat x --model m", /OPENAI_API_KEY is not set/],
    ["chat x --model m --base-url http://x --max-turns 0", /takes a number from 1/],
    ["chat x --model m --base-url http://x", /no question/],
  ];
  for (const [argv, says] of cases) {
    const { code, out, err } = await runCli(argv.split(" "));
    expect(err, argv).toMatch(says);
    expect(err.split("\n"), argv).toHaveLength(2);
    expect({ code, out }, argv).toEqual({ code: 2, out: "" });
  }
});

test("every command has help with its options, examples and the exit codes, and so has mcs itself", async () => {
  for (const command of ["tools", "call", "prompt", "chat"]) {
    const { code, out } = await runCli([command, "--help"]);
    expect(code).toBe(0);
    expect(out).toContain(`mcs ${command} <url-or-file>`);
    expect(out).toMatch(/Examples\n {2}mcs /);
    expect(out).toMatch(/\n {2}130 +aborted/);
    expect(out).toMatch(/no\s+credential is ever written on it/);
    expect(await runCli(["help", command])).toEqual({ code: 0, out, err: "" });
    for (const line of out.split("\n")) expect(line.length, line).toBeLessThanOrEqual(110);
  }
  const { out } = await runCli(["--help"]);
  expect(await runCli([])).toEqual({ code: 0, out, err: "" });
  for (const command of ["tools", "call", "prompt", "chat"]) expect(out).toContain(`\n  ${command}`);
});

test("suggestions find swapped letters, wrong case and parts of names, and nothing that is far away", () => {
  const names = ["getPetById", "addPet", "listOrders"];
  expect(suggest("getPetByID", names)).toEqual(["getPetById"]);
  expect(suggest("adPet", names)).toEqual(["addPet"]);
  expect(suggest("order", names)).toEqual(["listOrders"]);
  expect(suggest("xyzzy", names)).toEqual([]);
});
