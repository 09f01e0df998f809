import type { JsonSchema } from "@mcs/core";
import { type ContractCase, toolDriverCase } from "../suite/case.ts";
import { danglingRefs } from "../suite/schema-refs.ts";
import { show, verify } from "../suite/violation.ts";

export const toolCases: readonly ContractCase[] = [
  toolDriverCase({
    id: "tools/names",
    title: "tool names are valid, and each is used once",
    requirements: ["tool.name-pattern", "tool.names-unique"],
    async run({ driver }) {
      const names = (await driver.listTools()).map(({ name }) => name);
      for (const name of names) {
        verify("tool.name-pattern", /^[A-Za-z0-9_-]{1,64}$/.test(name), show(name));
      }
      const twice = names.filter((name, index) => names.indexOf(name) !== index);
      verify("tool.names-unique", twice.length === 0, `${show(twice)} more than once`);
    },
  }),
  toolDriverCase({
    id: "tools/names-for-all-providers",
    title: "tool names are accepted by every provider",
    requirements: ["tool.name-accepted-everywhere"],
    async run({ driver }) {
      for (const { name } of await driver.listTools()) {
        verify("tool.name-accepted-everywhere", /^[A-Za-z_]/.test(name), show(name));
      }
    },
  }),
  toolDriverCase({
    id: "tools/descriptions",
    title: "every tool says what it does",
    requirements: ["tool.title-or-description", "tool.description-from-title"],
    async run({ driver }) {
      for (const { name, title, description } of await driver.listTools()) {
        const found = `${name} with title ${show(title)} and description ${show(description)}`;
        const titled = isFilled(title);
        verify("tool.title-or-description", titled || isFilled(description), found);
        verify("tool.description-from-title", isFilled(description), found);
      }
    },
  }),
  toolDriverCase({
    id: "tools/parameters",
    title: "parameters are named and described",
    requirements: ["tool.parameters-listed", "tool.parameters-described"],
    async run({ driver }) {
      for (const { name, parameters } of await driver.listTools()) {
        const found = `${name} with the parameters ${show(parameters)}`;
        verify("tool.parameters-listed", Array.isArray(parameters), found);
        const names = parameters.map((parameter) => parameter.name);
        const named = names.every(isFilled) && new Set(names).size === names.length;
        verify("tool.parameters-listed", named, found);
        const described = parameters.every(({ description }) => typeof description === "string");
        verify("tool.parameters-described", described, found);
      }
    },
  }),
  toolDriverCase({
    id: "tools/schemas",
    title: "every parameter's schema stands on its own",
    requirements: ["tool.schema-self-contained"],
    async run({ driver }) {
      for (const { name, parameters } of await driver.listTools()) {
        for (const { name: parameter, schema = true } of parameters) {
          verifyRefs(schema, `the parameter ${parameter} of ${name}`);
        }
      }
    },
  }),
  toolDriverCase({
    id: "tools/annotations",
    title: "annotations say yes, no or nothing, and agree with each other",
    requirements: ["tool.annotations-are-booleans", "tool.annotations-consistent"],
    async run({ driver }) {
      for (const { name, annotations = {} } of await driver.listTools()) {
        const found = `${name} with ${show(annotations)}`;
        const { readOnly, destructive, idempotent, openWorld } = annotations;
        const hints: readonly unknown[] = [readOnly, destructive, idempotent, openWorld];
        const valid = hints.every((hint) => hint === undefined || typeof hint === "boolean");
        verify("tool.annotations-are-booleans", valid, found);
        verify("tool.annotations-consistent", !(readOnly && destructive), found);
      }
    },
  }),
  toolDriverCase({
    id: "tools/plain-data",
    title: "tool definitions survive JSON",
    requirements: ["tool.plain-data"],
    async run({ driver }) {
      for (const tool of await driver.listTools()) {
        const { name, title, description, parameters, annotations, outputSchema, origin } = tool;
        const definition = { name, title, description, parameters, annotations, outputSchema, origin };
        const odd = notJson(definition);
        verify("tool.plain-data", odd === undefined, `${name} with ${odd}`);
      }
    },
  }),
  toolDriverCase({
    id: "tools/list-stable",
    title: "listing again says the same",
    requirements: ["tool.list-stable"],
    async run({ driver }) {
      const first = JSON.stringify(await driver.listTools());
      const second = JSON.stringify(await driver.listTools());
      verify("tool.list-stable", first === second, `${show(first)}, then ${show(second)}`);
    },
  }),
];

function isFilled(text: unknown): text is string {
  return typeof text === "string" && text.trim() !== "";
}

function verifyRefs(schema: JsonSchema, place: string): void {
  const dangling = danglingRefs(schema);
  verify("tool.schema-self-contained", dangling.length === 0, `${place} with $ref ${show(dangling)}`);
}

/** Where a value is something that JSON cannot say, with the way to it; absent properties are fine. */
function notJson(value: unknown, path = "", above: readonly object[] = []): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : `${value} at ${path}`;
  if (typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value !== "object") return `a ${typeof value} at ${path}`;
  if (above.includes(value)) return `a cycle at ${path}`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
    return `an instance of a class at ${path}`;
  }
  for (const [key, entry] of Object.entries(value)) {
    const odd = notJson(entry, `${path}/${key}`, [...above, value]);
    if (odd !== undefined) return odd;
  }
  return undefined;
}
