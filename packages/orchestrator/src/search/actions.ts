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

/** Verbs that say what is wanted and are also what is looked for. */
const HINTS: ReadonlyMap<string, Action> = new Map(
  "search query lookup count check verify validate compare calculate preview estimate download export"
    .split(" ")
    .map((word) => [stem(word), "read"]),
);

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
  if (method === "GET" || method === "HEAD") return byRequest("GET", origin.path ?? "");
  if (method === "DELETE") return "delete";
  // A name such as `getUsers` of a GET was made from the request, whose path says more.
  const made = method !== undefined && name[0] === stem(method.toLowerCase());
  for (const word of [title[0], ...(made ? name.slice(1) : name)]) {
    const action = word === undefined ? undefined : (actions.get(word) ?? HINTS.get(word));
    if (action !== undefined) return action;
  }
  return origin.method === undefined ? undefined : byRequest(origin.method, origin.path ?? "");
}

/** Questions ask for something to be shown. */
const QUESTION =
  /^\s*(?:(?:at|in|on|by|for|from|of|to|with|since|until) )?(?:who|whom|whose|which|what|how|where|when|why|is|are|was|were|do|does|did|has|have)\b/i;
/** How to do something is not a question about what there is. */
const HOW_TO = /^\s*how (?:to|(?:do|can|could|would|should|might) (?:i|we|you|one|somebody|someone))\b/i;
const READING: ReadonlySet<Action> = new Set(["read", "list"]);
const ACTING: ReadonlySet<Action> = new Set(["create", "update", "delete"]);

export function isQuestion(query: string): boolean {
  return QUESTION.test(query) && !HOW_TO.test(query);
}

/** What a query wants done: by its verb, else anything that is not just reading, unless it is a question. */
export function actionsOfQuery(words: readonly string[], isQuestion: boolean): ReadonlySet<Action> {
  if (isQuestion) return READING;
  const verbs = words.slice(0, 2).map((word) => actions.get(word) ?? HINTS.get(word));
  const wanted = new Set(verbs.filter((action) => action !== undefined));
  return wanted.size > 0 || words.length < 2 ? wanted : ACTING;
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
