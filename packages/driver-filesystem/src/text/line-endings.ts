/** How a text's lines end. `"mixed"`: some this way and some that; `"none"`: there is one line at most. */
export type LineEndings = "lf" | "crlf" | "mixed" | "none";

export function lineEndingsOf(text: string): LineEndings {
  let [lf, crlf] = [false, false];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
    if (text.charCodeAt(at - 1) === 13) crlf = true;
    else lf = true;
    if (lf && crlf) return "mixed";
  }
  if (lf) return "lf";
  return crlf ? "crlf" : "none";
}

/** Every line break of the text as `\n`. */
export function toLf(text: string): string {
  return text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text;
}

/** The way back from {@link toLf}, for a text whose line breaks all were `\r\n`. */
export function toCrlf(text: string): string {
  return text.replaceAll("\n", "\r\n");
}

/** The number of the line, from 1, in which a place of the text lies. */
export function lineAt(text: string, place: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < place; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}
