import { createHash } from "node:crypto";

/** As `ssh-keygen -l` writes it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

/** True when the key that a server shows is one of those that are known. */
export function isKnown(key: Buffer, known: readonly string[] | undefined): boolean {
  if (known === undefined) return true;
  const fingerprint = fingerprintOf(key);
  const encoded = key.toString("base64");
  return known.some((each) =>
    each.startsWith("SHA256:") ? each.replace(/=$/, "") === fingerprint : each.split(" ")[1] === encoded,
  );
}
