import type { ToolArguments } from "@mcs/core";
import { isObject, setOwn } from "../document/json.ts";
import type { InputPlan } from "../schema/inputs.ts";

/** Wanted fields as a tree; an empty one stands for the whole value. */
type Fields = ReadonlyMap<string, Fields>;

/** A JSON result that was cut down, and what is missing from it. */
interface Projected {
  readonly result: unknown;
  readonly note: string;
}

/** The result cut down as the call asks, where the operator lets it. */
export function projected({ slots }: InputPlan, args: ToolArguments, result: unknown): unknown {
  const argument = slots.at(-1)?.in === "result" ? slots.at(-1)?.argument : undefined;
  const paths = argument === undefined ? undefined : args[argument];
  return argument === undefined || !Array.isArray(paths)
    ? result
    : project(result, paths.map(String), argument);
}

/** Deeper lists of lists are kept as they are. */
const DEEPEST = 100;
const MOST_NAMES = 20;

/**
 * A JSON result with nothing but the wanted fields. A path is a name, or several with dots between them
 * (`owner.login`); lists are walked through, so it says nothing of them. A dot in a name is written `\.`.
 *
 * What has no fields stays as it is, and so does a result of which nothing is left out. Otherwise a note says
 * what is missing and how to get it; `argument` is the name of the argument that held the paths.
 */
function project(value: unknown, paths: readonly string[], argument: string): unknown {
  if (!Array.isArray(value) && !isPlain(value)) return value;
  const left = new Set<string>();
  const found = new Set<string>();
  const fields = treeOf(paths);
  const result = pick(value, fields, { left, found, prefix: "", depth: 0 });
  const unknown = [...fields.keys()].filter((name) => !found.has(name));
  if (left.size === 0 && unknown.length === 0) return result;
  const projected: Projected = { result, note: noteOf([...left], unknown, argument) };
  return projected;
}

interface Walk {
  readonly left: Set<string>;
  /** Names of the first level that occurred. */
  readonly found: Set<string>;
  readonly prefix: string;
  readonly depth: number;
}

function treeOf(paths: readonly string[]): Fields {
  const root = new Map<string, Map<string, Fields>>();
  for (const path of paths) {
    let level: Map<string, Fields> = root;
    for (const segment of path.match(/(?:\\.|[^.\\])+/g) ?? []) {
      const name = segment.replace(/\\(.)/g, "$1").replace(/\[\]$/, "");
      const next = (level.get(name) as Map<string, Fields> | undefined) ?? new Map<string, Fields>();
      level.set(name, next);
      level = next;
    }
  }
  return root;
}

function pick(value: unknown, fields: Fields, walk: Walk): unknown {
  if (fields.size === 0 || walk.depth > DEEPEST) return value;
  if (Array.isArray(value))
    return value.map((item) => pick(item, fields, { ...walk, depth: walk.depth + 1 }));
  if (!isPlain(value)) return value;
  const picked: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const inner = fields.get(name);
    if (inner === undefined) {
      walk.left.add(`${walk.prefix}${name}`);
      continue;
    }
    if (walk.prefix === "") walk.found.add(name);
    setOwn(
      picked,
      name,
      pick(item, inner, { ...walk, prefix: `${walk.prefix}${name}.`, depth: walk.depth + 1 }),
    );
  }
  return picked;
}

/** An object of JSON, not media. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && Object.getPrototypeOf(value) === Object.prototype;
}

function noteOf(left: readonly string[], unknown: readonly string[], argument: string): string {
  const named = (names: readonly string[]): string =>
    `${names.slice(0, MOST_NAMES).join(", ")}${names.length > MOST_NAMES ? ` … (${names.length} in all)` : ""}`;
  return [
    ...(left.length === 0 ? [] : [`Left out, as ${argument} asks: ${named(left)}.`]),
    ...(unknown.length === 0 ? [] : [`The result has no ${named(unknown)}.`]),
    `For everything, call again without ${argument}.`,
  ].join(" ");
}
