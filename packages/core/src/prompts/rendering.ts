import type { ToolArguments } from "../contract/index.ts";
import { fill, type PromptProfile } from "./profile.ts";

/** A call to be written. */
export interface RenderedCall {
  readonly name: string;
  readonly arguments: ToolArguments;
}

/** Calls as a profile's models write them: what a profile asks for, for examples and histories. */
export function renderCalls(calls: readonly RenderedCall[], rendering: PromptProfile["rendering"]): string {
  const { before, between, after, call } = rendering;
  // Between quotes, a name with quotes of its own has to be escaped.
  const isQuoted = call.includes('"{name}"');
  const written = calls.map(({ name, arguments: args }) =>
    fill(call, {
      name: isQuoted ? JSON.stringify(name).slice(1, -1) : name,
      arguments: renderArguments(args, rendering),
    }),
  );
  return before + written.join(between) + after;
}

function renderArguments(args: ToolArguments, rendering: PromptProfile["rendering"]): string {
  switch (rendering.arguments) {
    case "json":
      return JSON.stringify(args);
    case "python":
      return Object.entries(args)
        .map(([key, value]) => `${key}=${python(value)}`)
        .join(", ");
    case "parameters":
      return Object.entries(args)
        .map(([key, value]) =>
          fill(rendering.parameter, {
            key,
            value: typeof value === "string" ? value : JSON.stringify(value),
          }),
        )
        .join("");
  }
}

/** A value as Python writes it. */
function python(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (typeof value === "object") {
    const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${python(item)}`);
    return `{${entries.join(", ")}}`;
  }
  return JSON.stringify(value);
}
