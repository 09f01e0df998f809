/** Fewer digits always fit: the largest integer that a number holds exactly, 2^53 - 1, has this many. */
const DIGITS = 16;

/**
 * Parses JSON without changing an integer: one beyond 2^53, which a number would round to another one, becomes
 * the text of its digits. A text without any is parsed as ever.
 *
 * @throws SyntaxError for what is no JSON; RangeError for what has such an integer and is nested without end.
 */
export function parseJson(text: string): unknown {
  if (!mayHoldLargeInteger(text)) return JSON.parse(text);
  return JSON.parse(text, exact);
}

/** The third argument is what ECMAScript 2026 gives a reviver for a plain value: the text that it stands in. */
function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isOther = typeof value === "number" && !Number.isSafeInteger(value);
  return isOther && context?.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
}

/**
 * Whether a run of enough digits stands where a number may. So many digits always lie across a place that is a
 * multiple of their number, so only these are looked at, which costs a twentieth of parsing.
 */
function mayHoldLargeInteger(text: string): boolean {
  for (let at = DIGITS - 1; at < text.length; at += DIGITS) {
    if (!isDigit(text, at)) continue;
    let start = at;
    while (isDigit(text, start - 1)) start--;
    let end = at + 1;
    while (isDigit(text, end)) end++;
    // A fraction, an exponent or a text is none.
    if (end - start >= DIGITS && !/[\w."]/.test(text.charAt(start - 1)) && !/[\w."]/.test(text.charAt(end)))
      return true;
    at = end;
  }
  return false;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}
