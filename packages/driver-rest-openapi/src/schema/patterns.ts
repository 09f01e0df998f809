/** What other dialects of regular expressions call the ends of the text. */
const ANCHORS: Readonly<Record<string, string>> = { A: "^", Z: "$", z: "$" };
/** Escapes that mean something to ECMAScript, and characters that have to be escaped there. */
const MEANINGFUL = /[\w^$\\.*+?()[\]{}|/]/;

/**
 * A pattern as JSON Schema has them: an ECMAScript expression that compiles with the flag `u`. Published
 * documents escape what needs no escape, which that flag forbids; then the escape goes. Undefined for what is
 * no such expression, which a validator would refuse together with the schema around it.
 */
export function usablePattern(pattern: string): string | undefined {
  if (compiles(pattern)) return pattern;
  const repaired = withoutNeedlessEscapes(pattern);
  return compiles(repaired) ? repaired : undefined;
}

function withoutNeedlessEscapes(pattern: string): string {
  let inClass = false;
  return pattern.replace(/\\(.)|[[\]]/gsu, (part, escaped: string | undefined) => {
    if (escaped === undefined) {
      inClass = part === "[" || (part !== "]" && inClass);
      return part;
    }
    if (escaped === "_") return escaped;
    if (escaped === "-" && inClass) return part;
    return MEANINGFUL.test(escaped) ? (inClass ? part : (ANCHORS[escaped] ?? part)) : escaped;
  });
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, "u");
    return true;
  } catch {
    return false;
  }
}
