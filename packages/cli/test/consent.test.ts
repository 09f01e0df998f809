import { expect, test } from "vitest";
import { fakeModel, type Script } from "./fake-model.ts";
import { runCli, startCli } from "./run-cli.ts";

const call = (tool: string, args: object) => ({ content: JSON.stringify({ tool, arguments: args }) });
const adding: Script = [call("addPet", { name: "Rex" }), { content: "Done." }];

/** A conversation on a terminal, its first question asked. */
async function onTerminal(script: Script, argv: readonly string[] = []) {
  const model = await fakeModel(script);
  const chat = startCli(["chat", "x", "--model", "m", "--base-url", model.baseUrl, ...argv], {
    terminal: { stdin: true, stdout: true, stderr: true },
    env: { NO_COLOR: "1" },
  });
  await chat.shows("\u203a ");
  chat.type("Add Rex\n");
  return { chat, model };
}

test("without a terminal, a call that may change something is refused, and the model is told", async () => {
  await using model = await fakeModel(adding);
  const argv = ["chat", "x", "--model", "m", "--base-url", model.baseUrl];
  const { code, err } = await runCli(argv, { stdin: "Add Rex" });
  expect(code).toBe(0);
  expect(err).toContain(
    "\u2717 addPet may change or remove something, and there is no terminal to ask on; --yes allows it.",
  );
  expect(model.requests().at(-1)?.messages.at(-1)?.content).toContain("--yes allows it");
});

test("--yes makes it", async () => {
  await using model = await fakeModel(adding);
  const argv = ["chat", "x", "--model", "m", "--base-url", model.baseUrl, "--yes"];
  const { err } = await runCli(argv, { stdin: "Add Rex" });
  expect(err).toContain('\u2713 {"name":"Rex"}');
});

test("what only reads is made without asking", async () => {
  await using model = await fakeModel([call("getPetById", { petId: 1 }), { content: "Rex." }]);
  const argv = ["chat", "x", "--model", "m", "--base-url", model.baseUrl];
  expect(await runCli(argv, { stdin: "Who?" })).toMatchObject({ code: 0, out: "Rex.\n" });
});

test.each([
  ["y", '\u2713 {"name":"Rex"}'],
  ["n", "\u2717 The person who was asked does not want addPet to be called."],
  ["", "\u2717 The person who was asked does not want addPet to be called."],
])("on a terminal one is asked, with the arguments; %j", async (answer, outcome) => {
  const { chat, model } = await onTerminal(adding);
  await using _ = model;
  await chat.shows("? addPet name=Rex\n  May it be called?");
  chat.type(`${answer}\n`);
  await chat.shows(outcome);
  await chat.shows("\u203a ", 2);
  chat.type("/exit\n");
  expect((await chat.done).code).toBe(0);
});

test("always is for that tool and this conversation", async () => {
  const { chat, model } = await onTerminal([
    call("addPet", { name: "Rex" }),
    call("addPet", { name: "Mia" }),
    { content: "Done." },
  ]);
  await using _ = model;
  await chat.shows("May it be called?");
  chat.type("a\n");
  await chat.shows("\u203a ", 2);
  chat.type("/exit\n");
  const { err } = await chat.done;
  expect(err.split("May it be called?")).toHaveLength(2);
  expect(err).toContain('\u2713 {"name":"Mia"}');
});

test("wrong arguments are not asked about", async () => {
  const { chat, model } = await onTerminal([call("addPet", { name: 7 }), { content: "Sorry." }]);
  await using _ = model;
  await chat.shows("\u203a ", 2);
  chat.type("/exit\n");
  const { err } = await chat.done;
  expect(err).not.toContain("May it be called?");
  expect(err).toContain("should be a string");
});

test("Ctrl-C at the question takes the whole turn back", async () => {
  const { chat, model } = await onTerminal(adding);
  await using _ = model;
  await chat.shows("May it be called?");
  expect(chat.interrupt()).toBe(true);
  await chat.shows("mcs: Aborted.");
  await chat.shows("\u203a ", 2);
  chat.type("/exit\n");
  expect((await chat.done).code).toBe(0);
  expect(model.requests()).toHaveLength(1);
});
