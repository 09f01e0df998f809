import { type DefinedTool, defineTool, type PlainToolDefinition, type ToolParameter } from "@mcs/core";
import type { FileCallOptions, FilesystemPort } from "@mcs/core/ports";
import type { Limits } from "../options.ts";
import { toPath } from "../paths.ts";
import type { Matcher } from "../search/matcher.ts";
import { type Resumption, resumeAfter } from "../tree/after.ts";
import { IgnoreRules } from "../tree/ignore-rules.ts";
import type { OpenListings } from "../tree/open-listings.ts";
import { Budget, type Walk } from "../tree/walk.ts";

/** What every tool works with. */
export interface ToolContext {
  /** Opens the backend at the first call. */
  readonly files: () => Promise<FilesystemPort>;
  readonly limits: Limits;
  readonly gitignore: boolean;
  /** Where what is deleted from a path goes; undefined for nowhere. */
  readonly trashOf: (path: string) => string | undefined;
  readonly isTrash: (path: string) => boolean;
  readonly listings: OpenListings;
  readonly matcher: Matcher;
}

/** A tool whose arguments, once validated, have the type `Args`. */
export function fileTool<Args>(
  definition: Omit<PlainToolDefinition, "execute"> & {
    readonly execute: (args: Args, options: FileCallOptions) => unknown;
  },
): DefinedTool {
  const { execute, ...description } = definition;
  return defineTool({
    ...description,
    execute: (args, { signal }) => execute(args as Args, signal === undefined ? {} : { signal }),
  });
}

export function required(name: string, description: string, schema: ToolParameter["schema"]): ToolParameter {
  return { name, description, required: true, schema: schema ?? true };
}

export function optional(name: string, description: string, schema: ToolParameter["schema"]): ToolParameter {
  return { name, description, schema: schema ?? true };
}

export const TEXT = { type: "string" } as const;
export const FLAG = { type: "boolean" } as const;
export const COUNT = { type: "integer", minimum: 1 } as const;
export const GLOBS = { type: "array", items: { type: "string" } } as const;

/** What every tool that walks can be told. */
export interface WalkArgs {
  readonly after?: string;
  readonly include_ignored?: boolean;
}

export const INCLUDE_IGNORED = optional("include_ignored", "Also what .gitignore leaves out.", FLAG);

/** How the results of a walk come in pages. */
export function pageParameters(limit: number, of = ""): readonly ToolParameter[] {
  return [
    optional("limit", `How many${of}; ${limit} if left out.`, COUNT),
    optional("after", "Go on after this path: next from the call before.", TEXT),
    INCLUDE_IGNORED,
  ];
}

/** A walk as the arguments and the driver's options have it, and which files the pages before have had. */
export function walkFrom(
  files: FilesystemPort,
  { gitignore, isTrash, limits }: ToolContext,
  start: string,
  { after, include_ignored: includeIgnored }: WalkArgs,
  { signal }: FileCallOptions,
): Walk & Resumption {
  return {
    start,
    depth: limits.maxDepth,
    rules: new IgnoreRules(files, start, {
      gitignore: gitignore && includeIgnored !== true,
      isTrash,
      signal,
    }),
    budget: new Budget(limits, signal),
    ...resumeAfter(after === undefined ? undefined : toPath(after)),
  };
}

/** Why a walk ended early, and what to do about it; nothing where it did not. */
export function whyCut({ cut }: Budget, { maxScanned, timeoutMs }: Limits): string[] {
  if (cut === undefined) return [];
  const why = cut === "time" ? `after ${timeoutMs / 1000} seconds` : `after ${maxScanned} entries`;
  return [`Stopped ${why}: more may be there. Begin further down, with a narrower path.`];
}

/** Notes as a part of a result, which has none where there is nothing to say. */
export function noted(notes: readonly string[]): { readonly note?: string } {
  return notes.length === 0 ? {} : { note: notes.join(" ") };
}

/** A time as people and models read it, to the second. */
export function isoTime(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
