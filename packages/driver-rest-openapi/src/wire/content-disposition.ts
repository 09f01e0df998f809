/**
 * The file name that a `Content-Disposition` header suggests (RFC 6266): `filename*` in its encoding, or
 * `filename`. Only the last segment counts, so that a name never is a path.
 */
export function suggestedName(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const extended = /;\s*filename\*\s*=\s*([\w-]+)'[^']*'([^;\s]+)/i.exec(header);
  const plain = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header);
  const text =
    extended === null
      ? (plain?.[1]?.replace(/\\(.)/g, "$1") ?? plain?.[2])
      : percentDecoded(extended[2] as string, extended[1] as string);
  const name = text
    ?.split(/[/\\]/)
    .at(-1)
    ?.replace(/\p{Cc}/gu, "")
    .trim();
  return name === "" || name === "." || name === ".." ? undefined : name;
}

function percentDecoded(text: string, charset: string): string {
  const bytes = text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1").toString(/^utf-?8$/i.test(charset) ? "utf8" : "latin1");
}
