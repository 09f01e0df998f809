import { ConfigurationError } from "@mcs/core";

/** Where in a server's URL a variable stands, which decides what its value may be. */
type Position = "whole" | "scheme" | "host" | "path" | "query";

/** Far longer than any host accepts. */
const LONGEST = 10_000;

/**
 * A server's URL with its variables filled in. A value is written for the place where it stands, so that one
 * in the path cannot change the host.
 *
 * @throws ConfigurationError for a variable without a value, or with one that its place cannot hold.
 */
export function fillTemplate(template: string, lookUp: (name: string) => string | undefined): string {
  if (template.length > LONGEST) {
    throw new ConfigurationError(`The URL of a server has ${template.length} characters.`, {
      remedy: "Pass the base URL of the API as serverUrl.",
    });
  }
  const url = template.replace(/\{([^{}]+)\}/g, (whole, name: string, offset: number) => {
    const value = lookUp(name);
    if (value === undefined) {
      throw new ConfigurationError(`The server ${JSON.stringify(template)} needs its variable ${name}.`, {
        remedy: `Pass serverVariables: { ${JSON.stringify(name)}: "…" }, or the base URL of the API as serverUrl.`,
      });
    }
    const before = template.slice(0, offset);
    const written = WRITERS[positionOf(before, template.slice(offset + whole.length))](value, before);
    if (written !== undefined) return written;
    throw new ConfigurationError(
      `The server's variable ${name} cannot be ${JSON.stringify(value)}: that would change more than the part of ${JSON.stringify(template)} where it stands.`,
    );
  });
  // Empty values must not turn a path into the host of a URL without a scheme.
  return url.startsWith("//") && !template.startsWith("//") ? url.replace(/^\/+/, "/") : url;
}

function positionOf(before: string, after: string): Position {
  if (before === "") return after.startsWith("://") ? "scheme" : "whole";
  if (before.includes("?")) return "query";
  return /^(?:[^/?#]*:)?\/\/[^/?#]*$/.test(before) || !/[/#]/.test(before) ? "host" : "path";
}

/** A value as it is written in its place; undefined where it does not belong there. */
const WRITERS: Readonly<Record<Position, (value: string, before: string) => string | undefined>> = {
  whole: (value) => value,
  scheme: (value) => (/^[a-z][a-z0-9+.-]*$/i.test(value) ? value : undefined),
  host: (value) => (/[/?#@\\\s]/.test(value) ? undefined : value),
  path: (value, before) => {
    const text = before.endsWith("/") ? value.replace(/^\/+/, "") : value;
    const segments = text.split("/");
    return segments.includes(".") || segments.includes("..") ? undefined : segments.map(encode).join("/");
  },
  query: (value) => encode(value),
};

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
