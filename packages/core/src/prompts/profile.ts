/**
 * How one family of models is spoken to: every word of ours that it reads, how tools are shown and how a call
 * looks. A profile is data, written as TOML. It overrides the one below it key by key.
 *
 * The sections are those of the sister Python SDK's profiles, whose files load as they are.
 */
export interface PromptProfile {
  /** Whose profile it is. */
  readonly meta: {
    readonly name: string;
    readonly version: string;
    /** Models that the profile is for: names in which `*` stands for anything, in any case. None means all. */
    readonly models?: readonly string[];
  };
  /** The prompt, whole. */
  readonly system_message: {
    /** Holds `{tools}` and `{call_example}`. */
    readonly template: string;
    /** For providers that are given the tools beside it. */
    readonly native: string;
  };
  /** How tools are shown in it. */
  readonly tools: {
    /** `signature`: one line for each tool, in a fraction of the tokens. `json_schema`: as providers take them. */
    readonly format: "signature" | "json_schema";
  };
  /** The call that the prompt shows: what a model is asked to write. */
  readonly call_example: { readonly example: string };
  /** How calls are written; in the templates `{name}` and `{arguments}` are filled in. */
  readonly rendering: {
    /** Before the first call, between two, after the last. */
    readonly before: string;
    readonly between: string;
    readonly after: string;
    readonly call: string;
    /** How `{arguments}` are written: one JSON object, Python's keywords, or `parameter` once for each. */
    readonly arguments: "json" | "python" | "parameters";
    /** With `{key}` and `{value}`; a text stands there as it is, all else as JSON. */
    readonly parameter: string;
  };
  /** How answers are read beyond what is understood anyway. */
  readonly parsing: {
    /** Keys under which a tool's name may stand besides those that are always understood. */
    readonly tool_field_aliases: readonly string[];
    /** Whether a call of tools that are not ours is left to others or answered with a retry prompt. */
    readonly unknown_tool_behavior: "silent" | "retry";
  };
  /** Holds `{tool_name}` and `{result}`. */
  readonly results: { readonly executed: string };
  /** Hold `{tool_name}`, `{error}`, `{available}` and `{call_example}`. */
  readonly retry_prompts: {
    readonly unreadable: string;
    readonly invalid_arguments: string;
    readonly unknown_tool: string;
    readonly execution_failed: string;
  };
  /** Replacements for a text in which no call was found; it is then read once more. */
  readonly healing: readonly HealingRule[];
}

/** A flaw that a family of models is known for, and how it is mended. */
export interface HealingRule {
  /** A regular expression, JavaScript's or Python's, applied to the whole text as often as it matches. */
  readonly pattern: string;
  /** `\1` and `\g<name>` stand for what the pattern's groups matched. */
  readonly replacement: string;
  /** What the flaw is, for readers of the profile. */
  readonly comment?: string;
}

/** A profile in which everything may be left out: what it has replaces what the one below says. */
export type PartialProfile = {
  readonly [Section in keyof PromptProfile]?: PromptProfile[Section] extends readonly unknown[]
    ? PromptProfile[Section]
    : Partial<PromptProfile[Section]>;
};

/** Layers one profile over another. Healing rules add up. */
export function layerProfile(base: PromptProfile, over: PartialProfile): PromptProfile {
  return {
    meta: { ...base.meta, ...over.meta },
    system_message: { ...base.system_message, ...over.system_message },
    tools: { ...base.tools, ...over.tools },
    call_example: { ...base.call_example, ...over.call_example },
    rendering: { ...base.rendering, ...over.rendering },
    parsing: { ...base.parsing, ...over.parsing },
    results: { ...base.results, ...over.results },
    retry_prompts: { ...base.retry_prompts, ...over.retry_prompts },
    healing: [...base.healing, ...(over.healing ?? [])],
  };
}

/** Fills the placeholders that are given; other braces stay. A value is never looked into again. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([a-z_]+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] as string) : whole,
  );
}
