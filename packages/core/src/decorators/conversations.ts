import type { CallOptions } from "../contract/index.ts";

/** Users that are told apart by a text or number; those who were not seen for longest are forgotten first. */
const MOST_VALUES = 10_000;

/**
 * Something that is kept for each conversation. Calls belong together that give the same `conversation` or,
 * where they give none, the same `context`; those that give neither are one conversation, since nobody tells
 * them apart. Objects are held weakly: what was kept for one ends with it.
 */
export class PerConversation<State> {
  readonly #create: () => State;
  readonly #objects = new WeakMap<object, State>();
  readonly #values = new Map<unknown, State>();

  /** @param create makes what is kept, for a conversation that is seen for the first time */
  constructor(create: () => State) {
    this.#create = create;
  }

  /** What is kept for the conversation of a call. */
  of({ conversation, context }: Pick<CallOptions, "conversation" | "context">): State {
    const key = conversation ?? context;
    if (typeof key === "object" && key !== null) {
      const known = this.#objects.get(key);
      if (known !== undefined) return known;
      const state = this.#create();
      this.#objects.set(key, state);
      return state;
    }
    const state = this.#values.get(key) ?? this.#create();
    this.#values.delete(key);
    this.#values.set(key, state);
    if (this.#values.size > MOST_VALUES) this.#values.delete(this.#values.keys().next().value);
    return state;
  }
}

/**
 * Does a call say which conversation it belongs to? A context does not: a user may have two conversations. A
 * decision that holds for one conversation must not be kept where nobody can tell them apart.
 */
export function hasConversation({ conversation }: Pick<CallOptions, "conversation">): boolean {
  return conversation !== undefined && conversation !== null;
}
