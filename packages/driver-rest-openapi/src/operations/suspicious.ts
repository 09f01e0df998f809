import type { Tool } from "@mcs/core";
import type { Diagnostics } from "../diagnostics.ts";

/** A way in which a text about an API gives itself away as one that is meant for a model. */
interface Sign {
  /** Completes "The description …". */
  readonly what: string;
  /** Every gap in it is bounded, so that no text takes longer than it is long. */
  readonly pattern: RegExp;
}

/** OWASP MCP Top 10, 03. What invisible characters and markup cannot show is looked for in the words. */
const SIGNS: readonly Sign[] = [
  {
    what: "tells its reader to ignore instructions",
    pattern:
      /\b(?:ignore|disregard|forget)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|preceding|system|your|all|any)\b[^.\n]{0,20}\b(?:instructions?|prompts?|guidelines|system messages?)\b/i,
  },
  {
    what: "wants something kept from the user",
    pattern:
      /\b(?:do not|don['’]t|never|must not|should not|without)\s(?:tell(?:ing)?|inform(?:ing)?|mention(?:ing)?|reveal(?:ing)?|disclos(?:e|ing))\b[^.\n]{0,40}\b(?:the|to) (?:end )?users?\b/i,
  },
  {
    what: "speaks to a model",
    pattern:
      /\b(?:you are|dear|attention[:,]?) (?:an? |the )?(?:[a-z]{1,12} )?(?:AI|LLM|large language model|language model)\b/i,
  },
  {
    what: "gives orders to a model",
    pattern:
      /\b(?:assistant|LLM|AI|AI agent|language model)s? (?:must|shall|has to|have to) (?:always|never|first|also|silently|secretly|immediately)\b/i,
  },
  {
    what: "says what to do around the calls of tools",
    pattern:
      /\b(?:before|after|instead of|prior to|whenever) (?:using|calling|invoking|you (?:use|call|invoke)) (?:this|any|any other|other|another|all|the other) (?:tools?|functions?)\b/i,
  },
  {
    what: "asks for what is none of the API's business",
    pattern:
      /\b(?:send|read|include|pass|post|forward|copy|append|upload|open|paste)\b[^.\n]{0,80}(?:~\/\.(?:ssh|aws|config)\b|\bid_rsa\b|\/etc\/(?:passwd|shadow)\b|\bsystem prompt\b|\b(?:entire|full|whole) (?:chat|conversation)\b|\bmcp\.json\b)/i,
  },
  {
    what: "holds the markup of prompts",
    pattern:
      /<\/?(?:system|important|system[-_]prompt|system[-_]reminder)>|\[\/?(?:INST|SYSTEM)\]|<\|[a-z_]{3,20}\|>|<<\/?SYS>>/i,
  },
  {
    // Tags outside of a flag; selectors of variants and what has no width, where several stand in a row.
    what: "holds invisible characters that can spell out text",
    pattern:
      /(?<![\u{1f3f4}\u{e0020}-\u{e007f}])[\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}\ufe00-\ufe0f]{3}|[\u200b-\u200f\u2060-\u2064\ufeff]{4}/u,
  },
  { what: "holds characters that turn the direction of text", pattern: /[\u202a-\u202e\u2066-\u2069]/ },
  { what: "holds control characters", pattern: /(?![\t\n\v\f\r\u0085])\p{Cc}/u },
];

const BASE64 = /[A-Za-z0-9+/]{40,}={0,2}/g;
const READABLE = /^[\x20-\x7e\s]*$/;
const WORD = /(?:^|\s)[a-z]{2,}(?=[\s.,:])/g;
/** How much of a text is shown around what was found. */
const SHOWN = 60;

/** What is suspicious about a text, and the piece of it that shows it; undefined for nothing. */
export function suspicionOf(text: string): { readonly what: string; readonly excerpt: string } | undefined {
  for (const { what, pattern } of SIGNS) {
    const match = pattern.exec(text);
    if (match !== null) return { what, excerpt: excerpt(text, match.index) };
  }
  for (const match of text.matchAll(BASE64)) {
    // Keys and pictures are no words; what reads like a sentence was hidden on purpose.
    const hidden = Buffer.from(match[0], "base64").toString("latin1");
    if (READABLE.test(hidden) && (hidden.match(WORD)?.length ?? 0) >= 3) {
      return { what: "hides words in base64", excerpt: excerpt(hidden, 0) };
    }
  }
  return undefined;
}

/** Invisible characters by their code points: nothing that is reported hides anything itself. */
function excerpt(text: string, index: number): string {
  const start = Math.max(0, index - SHOWN / 4);
  return text
    .slice(start, start + SHOWN * 2)
    .toWellFormed()
    .replace(/\s+/g, " ")
    .replace(/\p{C}|\p{Variation_Selector}/gu, (character) => {
      return ` U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")} `;
    })
    .replace(/ +/g, " ")
    .trim();
}

/**
 * Reports texts of a tool that seem to speak to the model instead of about the API. They stay as they are:
 * whether the author can be trusted is for people to judge.
 *
 * @param seen schemas that were looked at already; tools share theirs
 */
export function reportSuspicions(
  tool: Tool,
  pointer: string,
  diagnostics: Diagnostics,
  seen: WeakSet<object>,
): void {
  const check = (text: unknown, place: string): void => {
    const found = typeof text === "string" ? suspicionOf(text) : undefined;
    if (found === undefined) return;
    const message = `The ${place} ${found.what}: ${JSON.stringify(found.excerpt)}`;
    diagnostics.add("warning", "suspicious_description", pointer, message);
  };
  check(tool.title, "title");
  check(tool.description, "description");
  for (const { name, description, schema } of tool.parameters) {
    check(name, "name of a parameter");
    check(description, `description of the parameter ${name}`);
    walk(schema, (text) => check(text, `schema of the parameter ${name}`), seen);
  }
}

/** Every text in a schema, names of properties included: a model reads all of it. */
function walk(value: unknown, check: (text: string) => void, seen: WeakSet<object>): void {
  const pending = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next === "string") check(next);
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    for (const [key, inner] of Object.entries(next)) {
      if (!Array.isArray(next)) check(key);
      pending.push(inner);
    }
  }
}
