import { ConfigurationError } from "@mcs/core";
import type { Diagnostics } from "../diagnostics.ts";
import { asArray, isObject } from "../document/json.ts";
import type { FoundOperation } from "../operations/found.ts";
import { glob } from "./glob.ts";
import { similar } from "./similar.ts";

/** One pattern or several, of which one has to fit; `*` stands for any characters, slashes included. */
export type Patterns = string | readonly string[];

/**
 * Which operations are meant. A string is a tool's name or an `operationId`; an object names what has to fit,
 * all of it. Letters have to be in the right case, except for methods.
 */
export type OperationFilter =
  | string
  | {
      /** The tool's name, or the `operationId` in the document. */
      readonly operation?: Patterns;
      /** One of the operation's tags. */
      readonly tag?: Patterns;
      /** The path as the document has it: `/repos/{owner}/{repo}`, `/repos/*`. */
      readonly path?: Patterns;
      /** The HTTP method. */
      readonly method?: Patterns;
    };

/** Filters that were given together. An operation has to pass each selection. */
export interface Selection {
  readonly include?: readonly OperationFilter[] | undefined;
  readonly exclude?: readonly OperationFilter[] | undefined;
  /** Where the two stand, as the beginning of a diagnostic's pointer. */
  readonly where: string;
}

const KEYS = ["operation", "tag", "path", "method"] as const;
type Key = (typeof KEYS)[number];

interface CompiledFilter {
  /** What has to fit, each by one of its tests. */
  readonly demands: ReadonlyArray<readonly [Key, ReadonlyArray<(text: string) => boolean>]>;
  readonly source: OperationFilter;
  readonly pointer: string;
  used: boolean;
}

/** An operation and its tool's name. */
interface Named {
  readonly name: string;
  readonly found: FoundOperation;
}

/**
 * The operations that are listed: each fits some `include`, where there are any, and no `exclude`. A filter that
 * fits no operation at all is reported.
 */
export function selectOperations<T extends Named>(
  operations: readonly T[],
  selections: readonly Selection[],
  diagnostics: Diagnostics,
): readonly T[] {
  if (selections.length === 0) return operations;
  const compiled = selections.map(({ include, exclude, where }) => ({
    include: compile(include, `${where}/include`),
    exclude: compile(exclude, `${where}/exclude`),
  }));
  const named = operations.map(({ name, found }) => ({ name, found }));
  const listed = named.map((operation) => {
    let passes = true;
    for (const { include, exclude } of compiled) {
      const wanted = include.length === 0 || countFits(include, operation) > 0;
      const unwanted = countFits(exclude, operation) > 0;
      if (!wanted || unwanted) passes = false;
    }
    return passes;
  });
  for (const filter of compiled.flatMap(({ include, exclude }) => [...include, ...exclude])) {
    if (!filter.used) report(filter, named, diagnostics);
  }
  return operations.filter((_, index) => listed[index]);
}

/** Every filter is tried, also when one has already fitted: those that never fit are reported. */
function countFits(filters: readonly CompiledFilter[], operation: Named): number {
  let count = 0;
  for (const filter of filters) {
    const fits = filter.demands.every(([key, tests]) => {
      const values = valuesOf(key, operation);
      return tests.some((test) => values.some(test));
    });
    if (!fits) continue;
    filter.used = true;
    count++;
  }
  return count;
}

function valuesOf(key: Key, { found, name }: Named): readonly string[] {
  switch (key) {
    case "operation": {
      const { id } = found;
      return id === undefined || id === name ? [name] : [name, id];
    }
    case "tag":
      return asArray(found.operation.tags).filter((tag): tag is string => typeof tag === "string");
    case "path":
      return [found.path];
    case "method":
      return [found.method];
  }
}

function compile(filters: readonly OperationFilter[] | undefined, pointer: string): CompiledFilter[] {
  return (filters ?? []).map((source, index) => ({
    source,
    pointer: `${pointer}/${index}`,
    used: false,
    demands: Object.entries(demandsOf(source)).map(([key, patterns]) => [
      key as Key,
      listOf(patterns).map((pattern) => glob(key === "method" ? pattern.toUpperCase() : pattern)),
    ]),
  }));
}

function demandsOf(filter: OperationFilter): Partial<Readonly<Record<Key, Patterns>>> {
  return typeof filter === "string" ? { operation: filter } : filter;
}

function listOf(patterns: Patterns): readonly string[] {
  return typeof patterns === "string" ? [patterns] : patterns;
}

function report(
  { source, pointer }: CompiledFilter,
  operations: readonly Named[],
  diagnostics: Diagnostics,
): void {
  const close = Object.entries(demandsOf(source)).flatMap(([key, patterns]) => {
    const known = operations.flatMap((operation) => valuesOf(key as Key, operation));
    return listOf(patterns).flatMap((pattern) => similar(pattern, known));
  });
  const hint = close.length === 0 ? "" : ` Close to it are ${[...new Set(close)].slice(0, 5).join(", ")}.`;
  diagnostics.add(
    "warning",
    "unmatched_filter",
    pointer,
    `The filter ${JSON.stringify(source)} fits no operation.${hint}`,
  );
}

/** @throws ConfigurationError for filters of another shape. */
export function checkSelection(
  include: unknown,
  exclude: unknown,
  place: string,
): Pick<Selection, "include" | "exclude"> {
  return {
    include: checkFilters(include, `${place}include`),
    exclude: checkFilters(exclude, `${place}exclude`),
  };
}

function checkFilters(value: unknown, place: string): readonly OperationFilter[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || value.length === 0) {
    // An empty list would list everything or nothing, and either would surprise somebody.
    throw new ConfigurationError(`${place} has to be a list of filters with something in it.`, {
      remedy: "Leave it out to list every operation.",
    });
  }
  for (const [index, filter] of value.entries()) {
    if (isFilter(filter)) continue;
    throw new ConfigurationError(
      `${place}[${index}] is no filter: it has to be a name, or an object with ${KEYS.join(", ")}.`,
      { remedy: "Each of them is a string or a list of strings; * stands for any characters." },
    );
  }
  return value as OperationFilter[];
}

function isFilter(value: unknown): boolean {
  if (typeof value === "string") return value !== "";
  if (!isObject(value) || Object.keys(value).length === 0) return false;
  return Object.entries(value).every(([key, patterns]) => {
    const list = Array.isArray(patterns) ? patterns : [patterns];
    return (
      (KEYS as readonly string[]).includes(key) &&
      list.length > 0 &&
      list.every((pattern) => typeof pattern === "string" && pattern !== "")
    );
  });
}
