import { startCaptureServer } from "@mcs/testkit";
import { expect, test } from "vitest";
import { fakeModel, type Script } from "./fake-model.ts";
import { runCli, startCli } from "./run-cli.ts";

const textCall = (tool: string, args: object) => ({ content: JSON.stringify({ tool, arguments: args }) });
const nativeCall = (id: string, name: string, args: object) => ({
  id,
  name,
  arguments: JSON.stringify(args),
});

async function ask(script: Script, argv: readonly string[] = [], stdin = "Who is pet 1?") {
  await using model = await fakeModel(script);
  const outcome = await runCli(["chat", "x", "--model", "m", "--base-url", model.baseUrl, ...argv], {
    stdin,
    env: { OPENAI_API_KEY: "sk-t0ps3cret" },
  });
  return { ...outcome, requests: model.requests() };
}

test("text mode: a failing call and a wrong one are retried, the answer alone is on stdout", async () => {
  const { code, out, err, requests } = await ask([
    textCall("getPetById", { petId: 999 }),
    textCall("getPetById", { petId: "one" }),
    textCall("getPetById", { petId: 1 }),
    { content: 'Pet 1 is Rex: {"id": 1}.' },
  ]);
  expect({ code, out }).toEqual({ code: 0, out: 'Pet 1 is Rex: {"id": 1}.\n' });
  expect(err.split("\n")).toEqual([
    "→ getPetById petId=999",
    '✗ GET /pets/999 answered 404: {"error":"no such pet"}',
    "  The model is told, and may try again.",
    "→ getPetById petId=one",
    '✗ Invalid arguments for getPetById: argument "petId" should be an integer, not "one".',
    "  The model is told, and may try again.",
    "→ getPetById petId=1",
    '✓ {"id":1,"name":"Rex"}',
    "",
  ]);
  expect(requests).toHaveLength(4);
  expect(requests[0]?.tools).toBeUndefined();
  expect(requests[0]?.messages[0]?.content).toContain("getPetById(petId: integer)");
  expect(requests[1]?.messages.at(-1)).toMatchObject({
    role: "user",
    content: expect.stringContaining("404"),
  });
  expect(requests[3]?.messages.map(({ role }) => role)).toEqual([
    ...["system", "user", "assistant", "user", "assistant", "user", "assistant", "user"],
  ]);
});

test("native mode: tools go beside the prompt, every call is answered by its id, unknown ones too", async () => {
  const { code, out, err, requests } = await ask(
    [
      { toolCalls: [nativeCall("a", "getPetById", { petId: 999 }), nativeCall("b", "nope", {})] },
      { toolCalls: [nativeCall("c", "nope", {})] },
      { toolCalls: [nativeCall("d", "getPetById", { petId: 1 })] },
      { content: "Rex." },
    ],
    ["--native"],
  );
  expect({ code, out }).toEqual({ code: 0, out: "Rex.\n" });
  expect(err).toContain("✗ getPetById: GET /pets/999 answered 404");
  expect(err).toContain('✗ nope: There is no tool named "nope".');
  expect(requests[0]?.tools?.map((tool) => tool.function.name)).toContain("getPetById");
  expect(requests[0]?.messages[0]?.content).not.toContain("petId");
  const answered = requests[3]?.messages.filter(({ role }) => role === "tool");
  expect(answered).toMatchObject(["a", "b", "c", "d"].map((tool_call_id) => ({ tool_call_id })));
  expect(answered?.at(-1)?.content).toBe('{"id":1,"name":"Rex"}');
});

test("--json prints the answer with its calls, --quiet leaves stderr empty", async () => {
  const script = [textCall("getPetById", { petId: 1 }), { content: "Rex." }];
  const { out, err } = await ask(script, ["--json", "--quiet", "--message", "Who?"]);
  expect(err).toBe("");
  expect(JSON.parse(out)).toEqual({
    answer: "Rex.",
    turns: 2,
    calls: [{ ok: true, name: "getPetById", arguments: { petId: 1 }, result: { id: 1, name: "Rex" } }],
  });
});

test("--only offers the model a part of the tools, and it can call no other", async () => {
  const { out, requests } = await ask([textCall("getPetById", { petId: 1 })], ["--only", "findPets"]);
  expect(requests[0]?.messages[0]?.content).not.toContain("getPetById");
  expect(out).toContain('"getPetById"');
});

test("what a model says beside a call is no part of the answer", async () => {
  const { out, err } = await ask([
    { content: 'Let me look.\n```json\n{"tool": "getPetById", "arguments": {"petId": 1}}\n```' },
    { content: "Rex." },
  ]);
  expect(out).toBe("Rex.\n");
  expect(err).toMatch(/^→ .*\nLet me look\.\n✓ /);
});

test("a model that never answers ends with 1, and --max-turns says when", async () => {
  const script = Array.from({ length: 5 }, () => textCall("getPetById", { petId: 1 }));
  const { code, err, requests } = await ask(script, ["--max-turns", "2"]);
  expect(code).toBe(1);
  expect(requests).toHaveLength(2);
  expect(err).toContain("mcs: The model was asked 2 times and gave no answer. --max-turns allows more.\n");
  expect((await ask([{ content: " " }])).code).toBe(1);
});

test("an endpoint that refuses, is away, breaks off or is none ends with 4, and no key is shown", async () => {
  const argv = (url: string) => ["chat", "x", "--model", "m", "--base-url", url, "-m", "?"];
  const env = { OPENAI_API_KEY: "sk-t0ps3cret" };
  const sse = { headers: { "content-type": "text/event-stream" } };
  const replies = [
    { status: 401, json: { error: { message: "The key sk-t0ps3cret is not known." } } },
    { ...sse, body: 'data: {"choices":[{"delta":{"content":"He"}}]}\n\n' },
    { ...sse, body: 'data: {"error":{"message":"overloaded"}}\n\n' },
    { ...sse, body: "data: hello\n\n" },
    { ...sse, body: 'data: {"choices":[', reset: "after-body" as const },
  ];
  await using server = await startCaptureServer(replies);
  const says = [
    /answered 401: The key \[secret\] is not known\. Set OPENAI_API_KEY/,
    /ended before it was complete/,
    /broke off: overloaded/,
    /no JSON/,
    /could not be reached/,
  ];
  for (const expected of says) {
    const { code, out, err } = await runCli(argv(server.url), { env });
    expect({ code, out }).toEqual({ code: 4, out: "" });
    expect(err).toMatch(expected);
    expect(err).not.toContain("t0ps3cret");
  }
  await server.close();
  expect(await runCli(argv(server.url), { env })).toMatchObject({ code: 4 });
});

test("an endpoint that does not stream is understood as well, and gets the key", async () => {
  const message = { role: "assistant", content: "Rex." };
  await using server = await startCaptureServer({ json: { choices: [{ message, finish_reason: "stop" }] } });
  const argv = ["chat", "x", "--model", "m", "--base-url", `${server.url}/v1/`, "-m", "?"];
  expect((await runCli(argv, { env: { OPENAI_API_KEY: "sk-t0ps3cret" } })).out).toBe("Rex.\n");
  expect(server.requests[0]?.target).toBe("/v1/chat/completions");
  expect(server.requests[0]?.header("authorization")).toBe("Bearer sk-t0ps3cret");
  await runCli(argv);
  expect(server.requests[1]?.header("authorization")).toBeUndefined();
});

test("on a terminal it is a conversation with memory; Ctrl-C takes back the question that is under way", async () => {
  await using model = await fakeModel([
    textCall("getPetById", { petId: 1 }),
    { content: "Rex." },
    textCall("wait", {}),
    { content: "Still here." },
  ]);
  const chat = startCli(["chat", "x", "--model", "m", "--base-url", model.baseUrl], {
    terminal: { stdin: true, stdout: true, stderr: true },
    env: { NO_COLOR: "1" },
  });
  await chat.shows("› ");
  chat.type("Who is pet 1?\n");
  await chat.shows("Rex.\n");
  await chat.shows("› ", 2);
  chat.type("Wait for it\n");
  await chat.shows("→ wait");
  expect(chat.interrupt()).toBe(true);
  await chat.shows("mcs: Aborted.");
  await chat.shows("› ", 3);
  chat.type("And now?\nReally?\n");
  await chat.shows("Still here.");
  await chat.shows("› ", 4);
  chat.type("/tools\n");
  await chat.shows("findPets(status?");
  chat.type("/exit\n");
  const { code, out } = await chat.done;
  expect({ code, out }).toEqual({ code: 0, out: "Rex.\nStill here.\n" });
  const said =
    model
      .requests()
      .at(-1)
      ?.messages.map(({ content }) => content) ?? [];
  expect(said).toContain("Who is pet 1?");
  expect(said).not.toContain("Wait for it");
  expect(said.at(-1)).toBe("And now?\nReally?");
});

test("Ctrl-C at the prompt leaves with 130, Ctrl-D with 0", async () => {
  for (const [key, expected] of [
    ["\u0003", 130],
    ["\u0004", 0],
  ] as const) {
    const chat = startCli(["chat", "x", "--model", "m", "--base-url", "http://127.0.0.1:1"], {
      terminal: { stdin: true, stderr: true },
    });
    await chat.shows("› ");
    chat.type(key);
    expect((await chat.done).code).toBe(expected);
  }
});
