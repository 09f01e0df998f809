import { readFile, writeFile } from "node:fs/promises";
import { type Credential, CredentialError, revealCredential, type Secret } from "@mcs/core";
import type { SchemeCredential } from "@mcs/driver-rest-openapi";
import { UsageError } from "../errors.ts";

/** Reads what a reference names: `{ env }` or `{ file }`. */
export interface References {
  env(name: string): Credential;
  file(path: string): Promise<Credential>;
}

/**
 * The credentials of `--auth-file`, by the names of the schemes. Secrets in it are references, so the file
 * itself holds none and can be shared; what else is in it is the driver's to check.
 *
 * A refresh token that comes from a file goes back there when the server replaces it.
 *
 * @throws UsageError, CredentialError
 */
export async function readAuthFile(
  path: string,
  references: References,
): Promise<Record<string, SchemeCredential>> {
  const schemes = parse(await text(path), path);
  const entries = Object.entries(schemes).map(async ([scheme, value]) => {
    if (!isRecord(value)) throw new UsageError(`--auth-file: ${scheme} in ${path} is no object.`);
    const credential = (await resolved(value, references)) as SchemeCredential;
    const kept = isRecord(value.refreshToken) ? value.refreshToken.file : undefined;
    if (typeof kept !== "string") return [scheme, credential] as const;
    const onRotated = (token: Secret): Promise<void> =>
      writeFile(kept, `${revealCredential(token)}\n`, { mode: 0o600 });
    return [scheme, { ...credential, onRotated } as SchemeCredential] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function text(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new CredentialError(`The file ${path} of --auth-file cannot be read.`, { cause: error });
  }
}

function parse(json: string, path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // The parser's own message repeats what it stumbled over.
    throw new UsageError(`The file ${path} of --auth-file is not valid JSON.`);
  }
  if (isRecord(value)) return value;
  throw new UsageError(`The file ${path} of --auth-file is no object of credentials by scheme.`);
}

async function resolved(value: Record<string, unknown>, references: References): Promise<unknown> {
  const { env, file } = value;
  const single = Object.keys(value).length === 1;
  if (single && typeof env === "string") return references.env(env);
  if (single && typeof file === "string") return references.file(file);
  const entries = Object.entries(value).map(
    async ([key, inner]) => [key, isRecord(inner) ? await resolved(inner, references) : inner] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
