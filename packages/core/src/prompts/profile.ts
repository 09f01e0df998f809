/**
 * Every word of ours that a model reads, and nothing else: a profile is data, written as TOML. Its sections
 * are those of the sister Python SDK's profiles; a profile overrides the bundled one section by section.
 */
export interface PromptProfile {
  readonly meta: { readonly name: string; readonly version: string };
  readonly system_message: {
    /** Holds `{tools}` and `{call_example}`. */
    readonly template: string;
    /** For providers that are given the tools beside it. */
    readonly native: string;
  };
  readonly call_example: { readonly example: string };
  /** Holds `{tool_name}` and `{result}`. */
  readonly results: { readonly executed: string };
  readonly retry_prompts: {
    readonly unreadable: string;
    readonly invalid_arguments: string;
    readonly unknown_tool: string;
    readonly execution_failed: string;
  };
}

/** A profile in which everything may be left out: what it has replaces what the bundled one says. */
export type PartialProfile = {
  readonly [Section in keyof PromptProfile]?: Partial<PromptProfile[Section]>;
};

/** Layers one profile over another. */
export function layerProfile(base: PromptProfile, over: PartialProfile): PromptProfile {
  return {
    meta: { ...base.meta, ...over.meta },
    system_message: { ...base.system_message, ...over.system_message },
    call_example: { ...base.call_example, ...over.call_example },
    results: { ...base.results, ...over.results },
    retry_prompts: { ...base.retry_prompts, ...over.retry_prompts },
  };
}

/** Fills the placeholders that are given; other braces stay. A value is never looked into again. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([a-z_]+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] as string) : whole,
  );
}
