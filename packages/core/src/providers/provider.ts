import type { Message, Tool } from "../contract/index.ts";

/** How one provider takes tools, and how it takes their results. */
export interface Provider {
  /** The tools as the provider's `tools` parameter. */
  tools(tools: readonly Tool[]): readonly Message[];
  /** History entries that answer every call of one turn, in order. */
  answers(answers: readonly Answer[]): readonly Message[];
}

/** What goes back for one call. */
export interface Answer {
  readonly id: string | undefined;
  readonly name: string;
  readonly ok: boolean;
  readonly content: string;
}
