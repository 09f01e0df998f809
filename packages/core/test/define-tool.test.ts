import { strict as assert } from "node:assert";
import { ConfigurationError, defineTool, InvalidArgumentsError, toolInputSchema } from "@mcs/core";
import { validateArguments } from "@mcs/core/validation";
import { describe, test } from "vitest";
import { z } from "zod";
import { refusal } from "./support/tools.ts";

function misdefined(define: () => unknown): string {
  try {
    define();
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return error.message;
  }
  throw new assert.AssertionError({ message: "the definition was accepted" });
}

const execute = (): null => null;

describe("with a zod schema", () => {
  test("properties become parameters, with descriptions, and with what is required of a caller", () => {
    const tool = defineTool({
      name: "add",
      description: "Adds two numbers.",
      input: z.object({
        a: z.number().describe("The first."),
        b: z.number().default(1),
        note: z.string().optional(),
      }),
      execute,
    });
    assert.deepEqual(tool.parameters, [
      { name: "a", description: "The first.", required: true, schema: { type: "number" } },
      { name: "b", description: "", required: false, schema: { type: "number", default: 1 } },
      { name: "note", description: "", required: false, schema: { type: "string" } },
    ]);
  });

  test("execute gets what parsing makes of the arguments: defaults and transforms", async () => {
    const seen: unknown[] = [];
    const tool = defineTool({
      name: "t",
      title: "T",
      input: z.object({ size: z.number().default(5), word: z.string().transform((word) => word.length) }),
      execute: (args) => seen.push(args),
    });
    await tool.execute({ word: "four" }, {});
    assert.deepEqual(seen, [{ size: 5, word: 4 }]);
  });

  test("a transformed parameter is described by what a caller passes", () => {
    const input = z.object({ word: z.string().transform((word) => word.length) });
    const [word] = defineTool({ name: "t", title: "T", input, execute }).parameters;
    assert.deepEqual(word?.schema, { type: "string" });
  });

  test("a refinement that fails is an argument error which names the place, and nothing is executed", async () => {
    const executed: unknown[] = [];
    const tool = defineTool({
      name: "book",
      title: "Books a room.",
      input: z.object({ from: z.number(), to: z.number() }).refine(({ from, to }) => from < to, {
        message: "to must be after from",
        path: ["to"],
      }),
      execute: (args) => executed.push(args),
    });
    await assert.rejects(tool.execute({ from: 2, to: 1 }, {}), (error) => {
      assert.ok(error instanceof InvalidArgumentsError);
      assert.equal(
        error.message,
        'Invalid arguments for book: argument "to" is not accepted: to must be after from.',
      );
      return true;
    });
    assert.deepEqual(executed, []);
  });

  test("a schema that refers to itself is checked all the way down", () => {
    const category = z.object({
      label: z.string(),
      get sub() {
        return z.array(category);
      },
    });
    const input = z.object({ category, fallback: category.optional() });
    const tool = defineTool({ name: "t", title: "T", input, execute });
    validateArguments(tool, { category: { label: "a", sub: [{ label: "b", sub: [] }] } });
    const { issues } = refusal(tool, { category: { label: "a", sub: [{ label: 1, sub: [] }] } });
    assert.deepEqual(issues[0]?.path, ["category", "sub", "0", "label"]);
  });

  test("so is one whose root refers to itself", () => {
    const node = z.object({
      label: z.string(),
      get children() {
        return z.array(node).optional();
      },
    });
    const tool = defineTool({ name: "t", title: "T", input: node, execute });
    validateArguments(tool, { label: "a", children: [{ label: "b", children: [{ label: "c" }] }] });
    const { issues } = refusal(tool, { label: "a", children: [{ label: "b", children: [{ label: 1 }] }] });
    assert.deepEqual(issues[0]?.path, ["children", "0", "children", "0", "label"]);
    for (const { schema } of tool.parameters) assert.ok(!JSON.stringify(schema).includes('"$ref":"#"'));
  });

  test("what takes anything, and what takes nothing, survives", () => {
    const input = z.object({ any: z.any(), never: z.never().optional() });
    const tool = defineTool({ name: "t", title: "T", input, execute });
    validateArguments(tool, { any: [1] });
    assert.equal(refusal(tool, { any: 1, never: 1 }).issues[0]?.path[0], "never");
  });

  test("an object is required, with names that are known", () => {
    assert.match(
      misdefined(() => defineTool({ name: "t", title: "T", input: z.string(), execute })),
      /no object schema/,
    );
    for (const input of [z.record(z.string(), z.number()), z.looseObject({ a: z.string() })]) {
      assert.match(
        misdefined(() => defineTool({ name: "t", title: "T", input, execute })),
        /takes arguments of any name/,
      );
    }
    const strict = defineTool({ name: "t", title: "T", input: z.strictObject({ a: z.string() }), execute });
    assert.equal(strict.parameters.length, 1);
  });

  test("a type that JSON does not have is an error with the tool's name and the library's reason", () => {
    const input = z.object({ day: z.date() });
    assert.match(
      misdefined(() => defineTool({ name: "plan", title: "T", input, execute })),
      /The input of the tool plan is no JSON Schema: Date cannot be represented/,
    );
  });

  test("an output schema is described as what the caller gets", () => {
    const output = z.object({ id: z.number(), at: z.string().default("now") });
    const tool = defineTool({ name: "t", title: "T", input: z.object({}), output, execute });
    assert.deepEqual((tool.outputSchema as { required?: unknown }).required, ["id", "at"]);
  });
});

describe("with JSON Schema", () => {
  const parameters = [
    { name: "id", description: "Which one.", required: true, schema: { type: "integer" } },
  ] as const;

  test("parameters are taken as they are, and arguments are passed on as they are", async () => {
    const tool = defineTool({ name: "t", title: "T", parameters, execute: (args) => args });
    assert.equal(tool.parameters, parameters);
    const args = { id: 7 };
    assert.equal(await tool.execute(args, {}), args);
  });

  test("a tool may have no parameters, and an output schema", () => {
    const tool = defineTool({ name: "t", title: "T", outputSchema: { type: "string" }, execute });
    assert.deepEqual(toolInputSchema(tool), { type: "object", properties: {}, additionalProperties: false });
    assert.deepEqual(tool.outputSchema, { type: "string" });
  });

  test("what execute throws at once rejects", async () => {
    const tool = defineTool({
      name: "t",
      title: "T",
      execute: () => {
        throw new RangeError("too far");
      },
    });
    await assert.rejects(tool.execute({}, {}), RangeError);
  });
});

test("[tool.description-from-title] the description is filled from the title", () => {
  for (const description of [undefined, "", "  "]) {
    const given = description === undefined ? {} : { description };
    const tool = defineTool({ name: "t", title: "Adds a pet.", ...given, execute });
    assert.equal(tool.description, "Adds a pet.");
    assert.equal(tool.title, "Adds a pet.");
  }
});

test("a tool without title and description, or with a name that providers refuse, is an error that says so", () => {
  assert.match(
    misdefined(() => defineTool({ name: "t", title: " ", execute })),
    /neither a title nor a description/,
  );
  for (const name of ["", "a b", "a/b", "ä", "x".repeat(65)]) {
    assert.match(
      misdefined(() => defineTool({ name, title: "T", execute })),
      /is not valid.*1 to 64 letters/,
    );
  }
});

test("a defined tool cannot be changed", () => {
  const tool = defineTool({ name: "t", title: "T", execute });
  assert.throws(() => Object.assign(tool, { name: "other" }), TypeError);
});
