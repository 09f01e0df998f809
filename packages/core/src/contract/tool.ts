import type { JsonSchema } from "./json-schema.ts";

/** One named argument of a tool. Contract 0.6, `ToolParameter`. */
export interface ToolParameter {
  /** Unique within its tool. */
  readonly name: string;
  /** What the model should know about it; may be empty. */
  readonly description: string;
  /** @defaultValue false */
  readonly required?: boolean;
  /** Self-contained: every `$ref` in it points into its own `$defs`. Absent means any value. */
  readonly schema?: JsonSchema;
}

/**
 * What a call to the tool may do to the world. They are hints for consent and for running calls side by
 * side; no security rests on them. An optional addition to contract 0.6.
 */
export interface ToolAnnotations {
  /** Changes nothing. @defaultValue false */
  readonly readOnly?: boolean;
  /** May destroy or overwrite something. @defaultValue unknown: treat as true unless `readOnly` */
  readonly destructive?: boolean;
  /** A second call with the same arguments changes nothing more. @defaultValue false */
  readonly idempotent?: boolean;
  /** Reaches things outside of the driver's own backend, such as the web. @defaultValue unknown */
  readonly openWorld?: boolean;
}

/** Where a tool comes from, for people and for logs. An optional addition to contract 0.6. */
export interface ToolOrigin {
  /** For REST: the HTTP method, upper case. */
  readonly method?: string;
  /** For REST: the path as the document keys it, such as `/pets/{petId}`. */
  readonly path?: string;
  readonly [key: string]: unknown;
}

/**
 * Something that a model can call. Contract 0.6, `Tool`.
 *
 * Invariant: `title` or `description` is not empty, and where only a title was given the description is
 * filled from it. `defineTool` keeps it; so does every driver of this project.
 */
export interface Tool {
  /** `^[A-Za-z0-9_-]{1,64}$`, unique within its driver. */
  readonly name: string;
  /** A short label for people. */
  readonly title?: string | null;
  /** What the model reads. */
  readonly description?: string | null;
  /** Empty for a tool that takes no arguments. */
  readonly parameters: readonly ToolParameter[];
  /** Hints about what a call does. */
  readonly annotations?: ToolAnnotations;
  /** What a successful call resolves with. */
  readonly outputSchema?: JsonSchema;
  /** Where the tool comes from, for people and logs. */
  readonly origin?: ToolOrigin;
}

/** A call's arguments by parameter name. They were written by a model: trust nothing in them. */
export type ToolArguments = Readonly<Record<string, unknown>>;
