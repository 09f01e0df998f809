/** A JSON object inside other text. */
export interface JsonSpan {
  readonly start: number;
  /** One past the last character; the length of the text where the object is cut off. */
  readonly end: number;
  readonly closed: boolean;
}

/**
 * The outermost JSON objects in a text, in order, found by their braces in one pass. A brace that is
 * not followed by a key or by its closing brace opens nothing, so prose and code pass.
 */
export function findJsonObjects(text: string): JsonSpan[] {
  const spans: JsonSpan[] = [];
  const opening = /\{\s*["}]/g;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const start = match.index;
    const end = closingBrace(text, start);
    if (end === undefined) {
      spans.push({ start, end: text.length, closed: false });
      break;
    }
    spans.push({ start, end, closed: true });
    opening.lastIndex = end;
  }
  return spans;
}

function closingBrace(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === "\\") i++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === "{") depth++;
    else if (char === "}" && --depth === 0) return i + 1;
  }
  return undefined;
}
