import { readFile } from "node:fs/promises";
import { type Credential, CredentialError, secret } from "@mcs/core";
import type { AuthOption, RestOptions, SchemeCredential } from "@mcs/driver-rest-openapi";
import type { Invocation } from "../command-line/parse.ts";
import { UsageError } from "../errors.ts";
import { readAuthFile } from "./auth-file.ts";

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;
/** Not `X-Author` and not `Idempotency-Key`. */
const SECRET_HEADER =
  /cookie|token|secret|password|credential|(api|access)[-_]?key|(^|[-_])auth(orization|entication)?([-_]|$)/i;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `--auth`, `--header` and `--header-env` as the driver's options. No message repeats what stands where a
 * name belongs: it may be the credential itself.
 *
 * @throws UsageError, CredentialError
 */
export async function credentialOptions(
  { values }: Invocation,
  env: Environment,
): Promise<Pick<RestOptions, "auth" | "headers">> {
  const auth = await allCredentials(values.get("auth") ?? [], values.get("auth-file")?.at(-1), env);
  const headers: Record<string, string | Credential> = {};
  for (const line of values.get("header") ?? []) {
    const [name, value] = splitHeader(line);
    headers[name] = value;
  }
  for (const line of values.get("header-env") ?? []) {
    const at = line.indexOf("=");
    const name = line.slice(0, Math.max(at, 0));
    if (!HEADER_NAME.test(name)) {
      throw new UsageError("--header-env needs Name=ENV or Name=@file, such as X-Api-Key=SHOP_KEY.");
    }
    headers[name] = await credentialFrom(line.slice(at + 1), "--header-env", env);
  }
  return {
    ...(auth === undefined ? {} : { auth }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
  };
}

/** Those of a file, and those that stand on the command line for other schemes. */
async function allCredentials(
  entries: readonly string[],
  path: string | undefined,
  env: Environment,
): Promise<AuthOption | undefined> {
  const stated = await authOption(entries, env);
  if (path === undefined) return stated;
  if (stated !== undefined && !entries.every((entry) => entry.includes("=") && !entry.startsWith("@"))) {
    throw new UsageError("Beside --auth-file, --auth needs the name of its scheme: --auth SCHEME=ENV.");
  }
  const schemes = await readAuthFile(path, {
    env: (name) => credentialFromVariable(name, "--auth-file", env),
    file: (file) => secretFromFile(file, "--auth-file"),
  });
  return { ...schemes, ...(stated as Readonly<Record<string, SchemeCredential>> | undefined) };
}

async function authOption(entries: readonly string[], env: Environment): Promise<AuthOption | undefined> {
  const [first] = entries;
  if (first === undefined) return undefined;
  const named = entries.filter((entry) => !entry.startsWith("@") && entry.includes("="));
  if (named.length === 0 && entries.length === 1) return credentialFrom(first, "--auth", env);
  if (named.length !== entries.length) {
    throw new UsageError("Several --auth need the name of the scheme each: --auth SCHEME=ENV.");
  }
  const schemes: Record<string, Credential> = {};
  for (const entry of entries) {
    const at = entry.indexOf("=");
    schemes[entry.slice(0, at)] = await credentialFrom(entry.slice(at + 1), "--auth", env);
  }
  return schemes;
}

async function credentialFrom(source: string, option: string, env: Environment): Promise<Credential> {
  if (source.startsWith("@")) return secretFromFile(source.slice(1), option);
  return credentialFromVariable(source, option, env);
}

/** A variable that is not set is the driver's to complain about, since listing tools needs no credentials. */
function credentialFromVariable(source: string, option: string, env: Environment): Credential {
  if (!VARIABLE.test(source)) {
    throw new UsageError(`${option} takes the NAME of an environment variable, or @file.`, {
      remedy: "The credential itself stays off the command line, where other users can read it.",
    });
  }
  const value = env[source];
  return value === undefined || value === "" ? { env: source } : secret(value);
}

async function secretFromFile(path: string, option: string): Promise<Credential> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new CredentialError(`The file ${path} of ${option} cannot be read.`, { cause: error });
  }
  if (text.trim() === "") throw new CredentialError(`The file ${path} of ${option} is empty.`);
  return secret(text.trim());
}

function splitHeader(line: string): readonly [name: string, value: string] {
  const at = line.indexOf(":");
  const name = line.slice(0, Math.max(at, 0)).trim();
  if (!HEADER_NAME.test(name)) {
    throw new UsageError("--header needs 'Name: value', such as 'Accept-Language: de'.");
  }
  if (SECRET_HEADER.test(name)) {
    throw new UsageError(
      `The header ${name} looks like a credential, which has no place on a command line.`,
      {
        remedy: `Put its value in an environment variable and write --header-env ${name}=VARIABLE.`,
      },
    );
  }
  return [name, line.slice(at + 1).trim()];
}
