import type { Message, Tool } from "../contract/index.ts";
import type { Media } from "../media.ts";

/** How one provider takes tools, and how it takes their results. */
export interface Provider {
  /** The tools as the provider's `tools` parameter, and what its limits changed. */
  definitions(tools: readonly Tool[], options?: DefinitionOptions): ToolDefinitions;
  /** History entries that answer every call of one turn, in order. */
  answers(answers: readonly Answer[], style?: AnswerStyle): readonly Message[];
}

/** How the payload that is answered was written. */
export interface AnswerStyle {
  /** Its keys are in camel case, as some clients have them and the wire has not. @defaultValue false */
  readonly camelCase?: boolean;
}

/** Options of `toolDefinitions`. */
export interface DefinitionOptions {
  /**
   * Ask the provider to enforce the schemas, where it can. Most tools have optional arguments and bounds that
   * such modes refuse, so what does not fit is left out of the schema or the tool is sent without.
   * @defaultValue false
   */
  readonly strict?: boolean;
}

/** Tools as a provider takes them. */
export interface ToolDefinitions {
  /** Ready to be passed as the provider's `tools`. */
  readonly tools: readonly Message[];
  /** What is not as the tools say it, because the provider does not take it. Empty where nothing is. */
  readonly report: readonly DefinitionNote[];
}

/** Something that a provider's limits changed, or may make it refuse. */
export interface DefinitionNote {
  /** The tool's own name; absent where it is about all of them. */
  readonly tool?: string;
  /**
   * `renamed`: something has another name there; calls by it are read as meant. `dropped`: the provider does
   * not learn of it; validation still applies it. `changed`: it is said in another way. `warning`: nothing
   * was changed, and the provider may refuse it.
   */
  readonly kind: "renamed" | "dropped" | "changed" | "warning";
  /** Where in the schema, as a JSON pointer. */
  readonly path?: string;
  /** What was changed, and why; for people. */
  readonly message: string;
}

/** What goes back for one call. */
export interface Answer {
  /** The provider's id of the call, where it has one. */
  readonly id: string | undefined;
  /** The tool's name as the model wrote it. */
  readonly name: string;
  /** False for a call that failed. */
  readonly ok: boolean;
  /** The result or the retry prompt, as the model reads it. */
  readonly content: string;
  /** Pictures and documents of the result, for providers that take them. */
  readonly media?: readonly Media[];
}
