import { strict as assert } from "node:assert";
import { hybrid, type Tool, type ToolArguments } from "@mcs/core";
import { withHooks, withLimits } from "@mcs/core/decorators";
import { test } from "vitest";
import { abbreviate, BasicOrchestrator, pages, search } from "../src/index.ts";
import { asPayload, asText, names, recorded } from "./support.ts";

const actions = ["send_message", "read_message", "delete_folder", "rename_folder", "list_contacts"];

function office(layers: ConstructorParameters<typeof BasicOrchestrator>[1] = {}) {
  const mail = recorded("Mail", actions);
  return { mail, orchestrator: new BasicOrchestrator({ mail: mail.driver }, layers) };
}

test("with search a model sees a handful of tools, finds the others by words and calls them at once", async () => {
  const { mail, orchestrator } = office({ layers: [search({ pinned: ["mail__list*"] })] });
  assert.deepEqual(names(await orchestrator.listTools()), [
    "search_tools",
    "get_tool_details",
    "call_tool",
    "list_services",
    "mail__list_contacts",
  ]);
  const found = await orchestrator.processLlmResponse(
    asText("search_tools", { query: "remove a folder", limit: 1 }),
  );
  assert.deepEqual(found.toolCallResult, {
    tools: ["mail__delete_folder(value?: string)\n  The tool delete_folder of Mail.\n  value: What to note."],
  });
  const called = await orchestrator.processLlmResponse(asText("mail__delete_folder", { value: "old" }));
  assert.deepEqual(called.toolCallResult, { by: "Mail", tool: "delete_folder", value: "old" });
  const native = await orchestrator.processLlmResponse(
    asPayload([["call_tool", { name: "mail__delete_folder", arguments: { value: "older" } }]]),
  );
  assert.deepEqual(native.toolCallResult, { by: "Mail", tool: "delete_folder", value: "older" });
  assert.equal(mail.calls.length, 2);
});

test("a found name works through decorators and hybrids around the orchestrator, too", async () => {
  const { mail, orchestrator } = office({ layers: [search()] });
  const driver = hybrid(withHooks(withLimits(orchestrator, { maxResultBytes: 1000, timeoutMs: 1000 }), {}));
  const response = await driver.processLlmResponse(asText("mail__send_message", { value: "hi" }));
  assert.equal(response.callExecuted, true);
  assert.equal(mail.calls.length, 1);
});

test("what an inner orchestrator does not list is found and called from the outer one", async () => {
  const { mail, orchestrator } = office({ layers: [search()] });
  const outer = new BasicOrchestrator(
    { office: orchestrator, web: recorded("Web", ["fetch_page"]).driver },
    { layers: [search()] },
  );
  const { tools } = (await outer.executeTool("search_tools", { query: "rename folder" })) as {
    tools: string[];
  };
  assert.match(tools[0] ?? "", /^office__mail__rename_folder\(/);
  await outer.executeTool("office__mail__rename_folder", { value: "x" });
  await outer.executeTool("call_tool", { name: "office__mail__rename_folder", arguments: { value: "y" } });
  assert.deepEqual(
    mail.calls.map((call) => call.arguments.value),
    ["x", "y"],
  );
});

test("what is asked for in vain says so, and wrong arguments of an own tool are refused", async () => {
  const { orchestrator } = office({ layers: [search()] });
  const nothing = await orchestrator.executeTool("search_tools", { query: "quantum chromodynamics" });
  assert.deepEqual(nothing, { tools: [], note: "Nothing fits. Try other words." });
  for (const [tool, args] of [
    ["search_tools", {}],
    ["call_tool", { arguments: {} }],
    ["get_tool_details", { names: [] }],
  ] as const) {
    await assert.rejects(orchestrator.executeTool(tool, args), { code: "invalid_arguments" }, tool);
  }
  let nested: ToolArguments = { name: "mail__read_message" };
  for (let level = 0; level < 10; level++) nested = { name: "call_tool", arguments: nested };
  for (const args of [{ name: "nothing" }, nested]) {
    await assert.rejects(orchestrator.executeTool("call_tool", args), { code: "tool_not_found" });
  }
  assert.deepEqual(await orchestrator.executeTool("list_services", {}), { mail: 5 });
});

test("call_tool validates as the tool that it names does", async () => {
  const { mail, orchestrator } = office({ layers: [search()] });
  const wrong = { name: "mail__send_message", arguments: { value: 7 } };
  await assert.rejects(orchestrator.executeTool("call_tool", wrong), { code: "invalid_arguments" });
  assert.deepEqual(mail.calls, []);
});

test("abbreviated tools have no arguments, and their details have the schema", async () => {
  const { mail, orchestrator } = office({ layers: [abbreviate({ length: 20 })] });
  const listed = await orchestrator.listTools();
  const tool = listed.find(({ name }) => name === "mail__send_message") as Tool;
  assert.deepEqual(tool.parameters, []);
  assert.ok((tool.description ?? "").length <= 20);
  assert.deepEqual(await orchestrator.executeTool("get_tool_details", { names: ["mail__send_message"] }), [
    {
      name: "mail__send_message",
      description: "The tool send_message of Mail.",
      arguments: {
        type: "object",
        properties: { value: { type: "string", description: "What to note." } },
        additionalProperties: false,
      },
      annotations: {},
    },
  ]);
  const response = await orchestrator.processLlmResponse(
    asPayload([["mail__send_message", { value: "hi" }]]),
  );
  assert.equal(response.callExecuted, true);
  assert.deepEqual(mail.calls[0]?.arguments, { value: "hi" });
  const wrong = await orchestrator.processLlmResponse(asPayload([["mail__send_message", { value: 7 }]]));
  assert.equal(wrong.callFailed, true);
});

test("pages show each tool once, in the order of the list, whoever turns them", async () => {
  const { orchestrator } = office({ layers: [pages({ size: 2 })] });
  const listed = names(await orchestrator.listTools());
  assert.deepEqual(listed, [
    "list_tools",
    "get_tool_details",
    "call_tool",
    "mail__send_message",
    "mail__read_message",
  ]);
  const seen: string[] = [];
  for (const page of [1, 2, 3]) {
    const result = (await orchestrator.executeTool("list_tools", { page })) as {
      pages: number;
      tools: Tool[];
    };
    assert.equal(result.pages, 3);
    seen.push(...names(result.tools));
  }
  assert.deepEqual(
    seen,
    actions.map((name) => `mail__${name}`),
  );
  await assert.rejects(orchestrator.executeTool("list_tools", { page: 4 }), { code: "invalid_arguments" });
});

test("layers compose, and each way leads to every tool", async () => {
  const { mail, orchestrator } = office({
    layers: [abbreviate(), pages({ size: 2 }), search({ pinned: ["mail__send*"] })],
  });
  assert.deepEqual(names(await orchestrator.listTools()), [
    "search_tools",
    "list_services",
    "list_tools",
    "get_tool_details",
    "call_tool",
    "mail__send_message",
  ]);
  for (const name of actions) await orchestrator.executeTool(`mail__${name}`, {});
  assert.deepEqual(
    mail.calls.map(({ tool }) => tool),
    actions,
  );
});

test("the prompt of ten thousand tools with search is as long as that of one hundred", async () => {
  const length = async (drivers: number): Promise<number> => {
    const byLabel = Object.fromEntries(
      Array.from({ length: drivers }, (_, at) => [
        `d${at}`,
        recorded(
          "D",
          Array.from({ length: 100 }, (__, tool) => `do_${tool}`),
        ).driver,
      ]),
    );
    return (await new BasicOrchestrator(byLabel, { layers: [search()] }).getDriverSystemMessage()).length;
  };
  assert.equal(await length(100), await length(1));
});

test("a search weighs the verb, the thing and the service", async () => {
  const orchestrator = new BasicOrchestrator(
    {
      github: recorded("GitHub", ["create_issue", "list_issues", "delete_issue_comment", "createIssueLabel"])
        .driver,
      jira: recorded("Jira", ["create_issue", "list_issues", "get_issue"]).driver,
    },
    { layers: [search({ results: 1 })] },
  );
  for (const [query, name] of [
    ["Open an issue on GitHub", "github__create_issue"],
    ["which tickets are there in jira", "jira__list_issues"],
    ["remove a comment", "github__delete_issue_comment"],
    ["createIssueLabel", "github__createIssueLabel"],
    ["add a label on github", "github__createIssueLabel"],
    ["Show me one issue in Jira", "jira__get_issue"],
  ] as const) {
    const { tools } = (await orchestrator.executeTool("search_tools", { query })) as { tools: string[] };
    assert.ok(tools[0]?.startsWith(`${name}(`), `${query}: ${tools[0]}`);
  }
});
