import { DocumentError } from "../errors.ts";
import { isObject, type JsonObject } from "./json.ts";
import { readYaml, type YamlReading } from "./yaml.ts";

/** Versions that are understood. */
export type SpecVersion = "2.0" | "3.0" | "3.1" | "3.2";

/**
 * JSON or YAML text as data.
 *
 * @param note told what in it had to be passed over, in a sentence each
 */
export async function parseText(
  text: string,
  location: string,
  note: (message: string) => void = () => undefined,
): Promise<unknown> {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const looksLikeJson = /^\s*[{[]/.test(source);
  if (looksLikeJson) {
    try {
      return JSON.parse(source);
    } catch (error) {
      // YAML's flow style begins like JSON, so a second reading may succeed; if not, this is the reason to give.
      const parsed = await readYaml(source);
      if (parsed.ok) return noted(parsed, note);
      throw unreadable(location, "is not valid JSON", error);
    }
  }
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(source)) {
    throw new DocumentError(
      "document_unreadable",
      location,
      `${location} is a web page or XML, not an OpenAPI document.`,
      {
        remedy: "Give the URL of the JSON or YAML itself, often linked from such a page.",
      },
    );
  }
  const parsed = await readYaml(source);
  if (parsed.ok) return noted(parsed, note);
  throw unreadable(location, "is neither JSON nor YAML", parsed.error);
}

function noted(parsed: Extract<YamlReading, { ok: true }>, note: (message: string) => void): unknown {
  for (const message of parsed.notes) note(message);
  return parsed.value;
}

function unreadable(location: string, what: string, cause: unknown): DocumentError {
  const reason = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
  return new DocumentError("document_unreadable", location, `${location} ${what}: ${reason}.`, { cause });
}

/** @throws DocumentError where the data is no OpenAPI or Swagger document, or one of an unknown version. */
export function specVersion(
  root: unknown,
  location: string,
): { readonly root: JsonObject; readonly version: SpecVersion } {
  const fail = (message: string): DocumentError =>
    new DocumentError(
      "document_not_openapi",
      location,
      `${location} is not an OpenAPI document: ${message}.`,
      {
        remedy: 'It should be an object with "openapi" 3.x or "swagger" 2.0 at its top.',
      },
    );
  if (!isObject(root))
    throw fail(root === null || root === undefined ? "it is empty" : `it is ${article(root)}`);
  const declared = root.openapi ?? root.swagger;
  if (declared === undefined) throw fail(`it has neither "openapi" nor "swagger"`);
  // YAML reads an unquoted 2.0 or 3.1 as a number.
  const text = typeof declared === "number" ? declared.toFixed(1) : String(declared);
  const version = /^(2\.0|3\.[012])(?:\.|$|-)/.exec(text)?.[1];
  if (version === undefined) throw fail(`its version ${JSON.stringify(declared)} is not known`);
  return { root, version: version as SpecVersion };
}

function article(value: unknown): string {
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
