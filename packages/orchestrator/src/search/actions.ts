import type { ToolOrigin } from "@mcs/core";
import { stem } from "./words.ts";

/** What is done to the thing that is looked for; documents and people use many words for few actions. */
export type Action = "read" | "list" | "create" | "delete" | "update";

const WORDS: Readonly<Record<Action, string>> = {
  list: "list all every browse",
  read: "get show read retrieve fetch view see look display find tell",
  create: "create add make new open invite",
  delete: "delete remove drop erase",
  update: "update change edit modify rename patch",
};

const actions = new Map<string, Action>();
for (const [action, words] of Object.entries(WORDS) as [Action, string][]) {
  for (const word of words.split(" ")) actions.set(stem(word), action);
}

export function actionOfWord(word: string): Action | undefined {
  return actions.get(word);
}

/** What a tool does: by the verb of its title or its name or, for requests, by method and path. */
export function actionOfTool(
  title: readonly string[],
  name: readonly string[],
  origin: ToolOrigin,
): Action | undefined {
  const { method } = origin;
  // A name such as `getUsers` of a GET was made from the request, whose path says more.
  const made = method !== undefined && name[0] === stem(method.toLowerCase());
  for (const word of [title[0], ...(made ? name.slice(1) : name)]) {
    const action = word === undefined ? undefined : actions.get(word);
    if (action !== undefined) return action;
  }
  return origin.method === undefined ? undefined : byRequest(origin.method, origin.path ?? "");
}

/** Verbs that say what is wanted and are also what is looked for. */
const HINTS: ReadonlyMap<string, Action> = new Map(
  "search download check compare export count".split(" ").map((word) => [stem(word), "read"]),
);

/** Questions ask for something to be shown. */
const QUESTION = /^\s*(?:who|which|what|how|where|when|is|are|do|does|has|have)\b/i;
const READING: ReadonlySet<Action> = new Set(["read", "list"]);
const CREATING: ReadonlySet<Action> = new Set(["create"]);
const ACTING: ReadonlySet<Action> = new Set(["create", "update", "delete"]);

export function isQuestion(query: string): boolean {
  return QUESTION.test(query);
}

/** What a query wants done: by its verb, else anything that is not just reading, unless it is a question. */
export function actionsOfQuery(query: string, words: readonly string[]): ReadonlySet<Action> {
  const verbs = words.slice(0, 2).map((word) => actionOfWord(word) ?? HINTS.get(word));
  const wanted = new Set(verbs.filter((action) => action !== undefined));
  if (wanted.size > 0) return wanted;
  if (isQuestion(query)) return READING;
  if (/^\s*set up\b/i.test(query)) return CREATING;
  return words.length > 1 ? ACTING : wanted;
}

/** A path that ends in a parameter is one of a thing, any other one of all of its kind. */
function byRequest(method: string, path: string): Action | undefined {
  const one = /(?:\}|:\w+)(?:\.json)?\/?$/.test(path);
  if (method === "GET") return one ? "read" : "list";
  if (method === "POST") return one ? "update" : "create";
  if (method === "PUT" || method === "PATCH") return "update";
  return method === "DELETE" ? "delete" : undefined;
}

/** From 0, for something else, to 1: does a tool do what is asked for? Reading one and listing many are alike. */
export function likeness(wanted: ReadonlySet<Action>, action: Action | undefined): number {
  if (action === undefined || wanted.size === 0) return 0.5;
  if (wanted.has(action)) return 1;
  const reads = action === "read" || action === "list";
  return reads && (wanted.has("read") || wanted.has("list")) ? 0.8 : 0;
}
