import type { ToolAnnotations, ToolArguments } from "../contract/index.ts";
import { ConfigurationError } from "../errors.ts";

/**
 * What is decided without a question, or never without one. Plain data, so that it can be read from a file. A
 * rule is for a call when everything that it names fits.
 */
export interface ConsentRule {
  /** Names of tools; `*` stands for any characters. @defaultValue every tool */
  readonly tools?: string | readonly string[];
  /** What a tool has to say of itself, all of it, as `{ readOnly: true }`. Believe it of drivers that you trust. */
  readonly annotations?: ToolAnnotations;
  /** Arguments by name. Every one that is named here has to be there and to fit; others may be anything. */
  readonly arguments?: Readonly<Record<string, ArgumentPattern>>;
  /** `"ask"` asks the handler; `"allow"` and `"deny"` decide without it. */
  readonly decision: "allow" | "ask" | "deny";
  /** What a denied call is answered with. */
  readonly reason?: string;
}

/**
 * A value that is meant, or several. In a text `*` stands for any characters but `/`, and `**` for any. A text
 * that steps out of a path (`..`), or that could once it is decoded, and whatever is no single value, is in doubt: no
 * rule allows it by a pattern with a star, and one that would deny or ask has the client asked.
 */
export type ArgumentPattern =
  | string
  | number
  | boolean
  | null
  | readonly (string | number | boolean | null)[];

/** What a rule is held against. */
export interface JudgedCall {
  readonly tool: string;
  readonly arguments: ToolArguments;
  readonly annotations?: ToolAnnotations | undefined;
}

export interface Verdict {
  readonly decision: "allow" | "ask" | "deny";
  readonly reason?: string;
}

const ASK: Verdict = Object.freeze({ decision: "ask" });
const DECISIONS: readonly unknown[] = ["allow", "ask", "deny"];

/** Rules, ready to be asked: the first one that is for a call decides, and without one the client is asked. */
export class ConsentPolicy {
  readonly #rules: ReadonlyArray<{ readonly fits: (call: JudgedCall) => boolean; readonly verdict: Verdict }>;

  /** @throws ConfigurationError for a rule that decides nothing. */
  constructor(rules: readonly ConsentRule[]) {
    this.#rules = rules.flatMap((rule) => {
      if (!DECISIONS.includes(rule.decision)) {
        throw new ConfigurationError(`A consent rule decides ${JSON.stringify(rule.decision)}.`, {
          remedy: `It has to decide one of ${DECISIONS.join(", ")}.`,
        });
      }
      if (rule.decision === "allow") return [{ fits: matcher(rule, surelyFits), verdict: rule }];
      const certain = { fits: matcher(rule, fitsAsWritten), verdict: rule };
      return rule.arguments === undefined
        ? [certain]
        : [certain, { fits: matcher(rule, mayFit), verdict: ASK }];
    });
  }

  judge(call: JudgedCall): Verdict {
    return this.#rules.find(({ fits }) => fits(call))?.verdict ?? ASK;
  }
}

/** Whether an argument fits a pattern with a star. */
type StarFit = (glob: RegExp, value: unknown) => boolean;

const fitsAsWritten: StarFit = (glob, value) =>
  typeof value === "string" && value.length <= LONGEST && glob.test(value);
const surelyFits: StarFit = (glob, value) => !isInDoubt(value) && fitsAsWritten(glob, value);
const mayFit: StarFit = (glob, value) => isInDoubt(value) || fitsAsWritten(glob, value);

/** Longer texts are not held against patterns: one with several stars would take its time. */
const LONGEST = 4096;

function matcher(
  { tools, annotations = {}, arguments: args = {} }: ConsentRule,
  starFit: StarFit,
): (call: JudgedCall) => boolean {
  const names = tools === undefined ? undefined : listOf(tools).map((name) => globPattern(name, ".*"));
  const hints = Object.entries(annotations) as [keyof ToolAnnotations, boolean][];
  const patterns = Object.entries(args).map(([name, pattern]) => ({
    name,
    fits: listOf(pattern).map((one) => valueMatcher(one, starFit)),
  }));
  return (call) =>
    (names === undefined || names.some((name) => name.test(call.tool))) &&
    hints.every(([hint, value]) => call.annotations?.[hint] === value) &&
    patterns.every(({ name, fits }) => {
      return Object.hasOwn(call.arguments, name) && fits.some((fit) => fit(call.arguments[name]));
    });
}

function valueMatcher(
  pattern: string | number | boolean | null,
  starFit: StarFit,
): (value: unknown) => boolean {
  if (typeof pattern !== "string" || !pattern.includes("*")) return (value) => value === pattern;
  const glob = globPattern(pattern, "[^/]*");
  return (value) => starFit(glob, value);
}

/** Could the value be another one than it seems? Escapes and odd characters are not interpreted. */
function isInDoubt(value: unknown): boolean {
  if (typeof value === "object") return value !== null;
  return typeof value === "string" && (value.length > LONGEST || STEPS_OUT.test(value));
}

const STEPS_OUT = /(?:^|[/\\])\.{1,2}(?:[/\\]|$)|[\\%\p{Cc}]/u;

function globPattern(glob: string, star: string): RegExp {
  const source = glob
    .split(/(\*\*?)/)
    .map((part) => {
      if (part === "**") return ".*";
      return part === "*" ? star : part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    })
    .join("");
  return new RegExp(`^${source}$`, "su");
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
