/**
 * The part of the Standard Schema interface (standardschema.dev, version 1 with JSON Schema) that is read
 * here. zod ≥ 4.2 has it, and so do other validation libraries, so none of them is a dependency.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  /** Where the interface keeps everything, so that it stands in the way of no library's own names. */
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly jsonSchema: {
      readonly input: (options: { readonly target: "draft-2020-12" }) => Record<string, unknown>;
      readonly output: (options: { readonly target: "draft-2020-12" }) => Record<string, unknown>;
    };
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

export interface StandardIssue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}

/** What a schema's value is after parsing: defaults filled in, transforms applied. */
export type OutputOf<Schema> = Schema extends StandardSchema<infer _Input, infer Output> ? Output : never;
