import type { ToolOrigin } from "@mcs/core";
import { stem } from "./words.ts";

/** What is done to the thing that is looked for; documents and people use many words for few actions. */
export type Action = "read" | "list" | "create" | "delete" | "update";

const WORDS: Readonly<Record<Action, string>> = {
  list: "list all every browse",
  read: "get show read retrieve fetch view see look display",
  create: "create add make new open invite",
  delete: "delete remove drop erase",
  update: "update change edit modify rename patch",
};

/** From 0 to 1, how well a tool that does one thing serves who wants another. */
export type Wanted = Readonly<Partial<Record<Action, number>>>;

const READING: Wanted = { read: 1, list: 1 };
/** Where nothing says what is wanted, it is not to lose anything. */
const ACTING: Wanted = { create: 1, update: 1, delete: 0.8 };
const WANTED: Readonly<Record<Action, Wanted>> = {
  list: { list: 1, read: 0.8 },
  read: { read: 1, list: 0.8 },
  create: { create: 1, update: 0.1 },
  delete: { delete: 1, update: 0.2, create: 0.1 },
  update: { update: 1, create: 0.2 },
};
/** What is added to a thing is a new one, or a change of that thing. */
const ADDING: Wanted = { create: 1, update: 0.6 };
const GIVING: Wanted = { create: 1, update: 1 };
const ENDING: Wanted = { delete: 1, create: 1, update: 1 };
/** What "unlock" undoes may be deleted; or there is something to post for it. */
const UNDOING: Wanted = { delete: 1, create: 0.9, update: 0.7 };

const actions = new Map<string, Action>();
for (const [action, words] of Object.entries(WORDS) as [Action, string][]) {
  for (const word of words.split(" ")) actions.set(stem(word), action);
}

/** Verbs that leave open how a service does it, and are also looked for unless they are above. */
const OPEN: ReadonlyArray<readonly [Wanted, string]> = [
  [ADDING, "add invite enter record log attach write"],
  [GIVING, "give grant allow let set send put assign"],
  [ENDING, "cancel release revoke end terminate dismiss"],
];
const open = new Map(
  OPEN.flatMap(([wanted, verbs]) => verbs.split(" ").map((verb) => [stem(verb), wanted] as const)),
);

/** Verbs that say what is wanted and are also what is looked for. */
const READS: ReadonlySet<string> = new Set(
  "search find query lookup count check verify validate compare calculate preview estimate download export"
    .split(" ")
    .map(stem),
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
    const action =
      word === undefined ? undefined : (actions.get(word) ?? (READS.has(word) ? "read" : undefined));
    if (action !== undefined) return action;
  }
  return origin.method === undefined ? undefined : byRequest(origin.method, origin.path ?? "");
}

/** Questions ask for something to be shown. */
const QUESTION =
  /^\s*(?:(?:at|in|on|by|for|from|of|to|with|since|until) )?(?:who|whom|whose|which|what|how|where|when|why|is|are|was|were|do|does|did|has|have)\b/i;
/** How to do something is not a question about what there is. */
const HOW_TO = /^\s*how (?:to|(?:do|can|could|would|should|might) (?:i|we|you|one|somebody|someone))\b/i;

export function isQuestion(query: string): boolean {
  return QUESTION.test(query) && !HOW_TO.test(query);
}

/** What a query wants done: by its verb, else anything that is not just reading, unless it is a question. */
export function wantedBy(words: readonly string[], isQuestion: boolean): Wanted | undefined {
  if (isQuestion) return READING;
  for (const word of words.slice(0, 2)) {
    const wanted = open.get(word);
    if (wanted !== undefined) return wanted;
    if (READS.has(word)) return READING;
    const action = actions.get(word);
    if (action !== undefined) return WANTED[action];
    if (word.startsWith("un")) return UNDOING;
  }
  return words.length > 1 ? ACTING : undefined;
}

/** A path that ends in a parameter is one of a thing, any other one of all of its kind. */
function byRequest(method: string, path: string): Action | undefined {
  const one = /(?:\}|:\w+)(?:\.json)?\/?$/.test(path);
  if (method === "GET") return one ? "read" : "list";
  if (method === "POST") return one ? "update" : "create";
  if (method === "PUT" || method === "PATCH") return "update";
  return method === "DELETE" ? "delete" : undefined;
}

/** From 0, for something else, to 1: does a tool do what is asked for? */
export function likeness(wanted: Wanted | undefined, action: Action | undefined): number {
  return action === undefined || wanted === undefined ? 0.5 : (wanted[action] ?? 0);
}
