import type { Message } from "@mcs/core";

/** The arguments of the two calls. */
export const A = { a: 1, b: 2 };
export const B = { a: 3, b: 4 };
export const json = JSON.stringify;

/** Two calls of `add` after the text "Both.", as a provider says it and wants its answer. */
export interface Shape {
  readonly whole: object;
  readonly events: readonly object[];
  /** The ids that both calls have. */
  readonly ids: readonly [string | undefined, string | undefined];
  readonly answers: readonly Message[];
}

export const fn = (name: string, args: unknown): object => ({ name, arguments: args });
