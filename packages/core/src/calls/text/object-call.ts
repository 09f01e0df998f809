import { argumentsOf, brokenAt, type Context, call, type Found, failure, unknownTool } from "./found.ts";
import { NOTHING, ValueReader } from "./values.ts";

/**
 * A call whose arguments are the object, or the text of one, that begins at an index.
 *
 * @param name the tool that is meant, undefined where there is none of the name that is written
 * @param start where the call begins
 */
export function objectCall(
  { source }: Context,
  name: string | undefined,
  written: string,
  start: number,
  at: number,
): Found {
  const reader = new ValueReader(source, at);
  const value = reader.value();
  const end = Math.max(reader.position, at + 1);
  const raw = source.text.slice(start, end);
  if (name === undefined) return { items: [unknownTool(written, raw)], end };
  const args = value === NOTHING || reader.truncated ? undefined : argumentsOf(value);
  if (args !== undefined) return { items: [call(name, args)], end };
  const problem = reader.problem ?? (reader.truncated ? undefined : "they should be an object");
  return { items: [failure(name, brokenAt("its arguments are", raw, problem), raw)], end };
}
