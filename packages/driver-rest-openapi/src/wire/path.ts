import { InvalidArgumentsError } from "@mcs/core";

/**
 * A path template taken apart once: literal text and the names between the braces, in turn. It is empty or
 * begins with a slash whatever it was made from: what is put behind a host must not change it.
 */
export type PathTemplate = ReadonlyArray<{ readonly literal: string } | { readonly name: string }>;

export function parsePath(path: string): PathTemplate {
  const parts: Array<{ literal: string } | { name: string }> =
    path === "" || path.startsWith("/") ? [] : [{ literal: "/" }];
  let position = 0;
  for (const match of path.matchAll(/\{([^{}]*)\}/g)) {
    if (match.index > position) parts.push({ literal: literalPath(path.slice(position, match.index)) });
    parts.push({ name: match[1] as string });
    position = match.index + match[0].length;
  }
  if (position < path.length) parts.push({ literal: literalPath(path.slice(position)) });
  return parts;
}

/** The document's own text, with what no URL may contain encoded. A `#` or `?` in it is kept: some use them. */
function literalPath(text: string): string {
  return text.replace(/[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]/gu, (char) =>
    encodeURIComponent(char.toWellFormed()),
  );
}

/**
 * The path with its values, each already encoded. No value can leave its segment: encoding keeps separators
 * out, and a segment that turned into `.` or `..` is refused, because it cannot be written any other way.
 *
 * @throws InvalidArgumentsError for such a segment.
 */
export function fillPath(template: PathTemplate, textOf: (name: string) => string, toolName: string): string {
  let path = "";
  let dots = false;
  for (const part of template) {
    if ("literal" in part) path += part.literal;
    else {
      const value = textOf(part.name);
      dots ||= value === "" || /^\.{1,2}$|^\.|\.$/.test(value);
      path += value;
    }
  }
  if (dots && path.split("/").some((segment) => segment === "." || segment === "..")) {
    const names = template.flatMap((part) => ("name" in part ? [part.name] : []));
    const message = `must not make a path segment "." or ".."`;
    throw new InvalidArgumentsError(toolName, [{ path: names.slice(0, 1), keyword: "path", message }]);
  }
  return path;
}
