import { type Scope, textBefore } from "./decision.ts";
import { isWord } from "./source.ts";

/** The tool's name that the text ends with. */
export function nameBefore(scope: Scope, at: number): { written: string; resolved: string } | undefined {
  const { tools } = scope.context;
  const before = textBefore(scope, at);
  const name = before.trimEnd();
  let start = name.length;
  while (start > 0 && isNameChar(name.charCodeAt(start - 1))) start--;
  const written = name.slice(start);
  if (written === "" || before.length - name.length > 4) return undefined;
  if (written === "function") return { written, resolved: written };
  const resolved = tools.resolveLoosely(written);
  return resolved === undefined ? undefined : { written: before.slice(start), resolved };
}

function isNameChar(code: number): boolean {
  return isWord(code) || (code >= 45 && code <= 47) || code === 58;
}
