import { UsageError } from "../errors.ts";

/** One `key=value` of the command line. */
export interface Assignment {
  readonly key: string;
  /** True for `key:=value`. */
  readonly json: boolean;
  readonly text: string;
}

/**
 * Splits a word at its `=` or `:=`. A known name wins over the first `=`, since names may hold one, as in
 * `filter[a=b]`.
 *
 * @throws UsageError for a word without `=`.
 */
export function parseAssignment(word: string, names: readonly string[]): Assignment {
  const known = names
    .filter((name) => word.startsWith(`${name}=`) || word.startsWith(`${name}:=`))
    .sort((a, b) => b.length - a.length)[0];
  const key = known ?? /^([^=]+?):?=/.exec(word)?.[1];
  if (key === undefined) {
    const mistake = /^\s*\{/.test(word)
      ? "Put --args before a JSON object."
      : "Write key=value, or key:=json.";
    throw new UsageError(`"${word}" is no key=value.`, { remedy: mistake });
  }
  const rest = word.slice(key.length);
  const json = rest.startsWith(":=");
  return { key, json, text: rest.slice(json ? 2 : 1) };
}
