import { ConfigurationError } from "../errors.ts";
import { isRecord } from "../record.ts";
import { compilePattern } from "./healing.ts";
import type { HealingRule, PartialProfile } from "./profile.ts";

/** The sections that hold texts, and their keys. */
const TEXTS = {
  meta: ["name", "version"],
  system_message: ["template", "native"],
  call_example: ["example"],
  rendering: ["before", "between", "after", "call", "parameter"],
  results: ["executed"],
  retry_prompts: ["unreadable", "invalid_arguments", "unknown_tool", "execution_failed"],
} as const;
const CHOICES: ReadonlyArray<readonly [section: string, key: string, values: readonly string[]]> = [
  ["tools", "format", ["signature", "json_schema"]],
  ["rendering", "arguments", ["json", "python", "parameters"]],
  ["parsing", "unknown_tool_behavior", ["silent", "retry"]],
];
const LISTS: ReadonlyArray<readonly [section: string, key: string]> = [
  ["meta", "models"],
  ["parsing", "tool_field_aliases"],
];
/** The Python SDK's name for the prompt after a call without a tool's name. */
const SISTER_NAMES: Readonly<Record<string, string>> = { no_tool_field: "unreadable" };

/**
 * A profile out of what its TOML says.
 *
 * @param source what messages call it, such as the file's name
 * @throws ConfigurationError for a section or key that is not known or of the wrong type.
 */
export function parseProfile(file: Readonly<Record<string, unknown>>, source: string): PartialProfile {
  const profile: Record<string, unknown> = {};
  for (const [section, value] of Object.entries(file)) {
    if (section === "healing") profile[section] = healing(value, source);
    else profile[section] = parseSection(section, value, source);
  }
  return profile;
}

function parseSection(section: string, value: unknown, source: string): Readonly<Record<string, unknown>> {
  const texts: readonly string[] = Object.hasOwn(TEXTS, section) ? TEXTS[section as keyof typeof TEXTS] : [];
  const choices = CHOICES.filter(([name]) => name === section);
  const lists = LISTS.filter(([name]) => name === section);
  if (texts.length + choices.length + lists.length === 0) throw wrong(source, section, "is not known");
  if (!isRecord(value)) throw wrong(source, section, "should be a table");
  const result: Record<string, unknown> = {};
  for (const [written, item] of Object.entries(value)) {
    const key = section === "retry_prompts" ? (SISTER_NAMES[written] ?? written) : written;
    const place = `${section}.${written}`;
    const choice = choices.find(([, name]) => name === key);
    if (choice !== undefined) {
      const [, , values] = choice;
      if (!values.includes(String(item))) throw wrong(source, place, `should be one of ${values.join(", ")}`);
    } else if (lists.some(([, name]) => name === key)) {
      if (!Array.isArray(item) || item.some((entry) => typeof entry !== "string")) {
        throw wrong(source, place, "should be a list of texts");
      }
    } else if (!texts.includes(key)) throw wrong(source, place, "is not known");
    else if (typeof item !== "string") throw wrong(source, place, "should be a text");
    result[key] = item;
  }
  return result;
}

function healing(value: unknown, source: string): readonly HealingRule[] {
  if (!Array.isArray(value)) throw wrong(source, "healing", "should be a list of tables");
  return value.map((rule: unknown, index): HealingRule => {
    const place = `healing[${index}]`;
    if (!isRecord(rule) || typeof rule.pattern !== "string" || typeof rule.replacement !== "string") {
      throw wrong(source, place, "should have a pattern and a replacement");
    }
    try {
      compilePattern(rule.pattern);
    } catch (error) {
      throw wrong(source, `${place}.pattern`, `is no regular expression: ${(error as Error).message}`);
    }
    const { pattern, replacement, comment } = rule;
    return { pattern, replacement, ...(typeof comment === "string" ? { comment } : {}) };
  });
}

function wrong(source: string, place: string, problem: string): ConfigurationError {
  return new ConfigurationError(`The prompt profile ${source} cannot be used: ${place} ${problem}.`);
}
