import { CredentialError } from "./errors.ts";

/** The way to the value; a registered symbol, so that secrets pass between installed copies of the package. */
const REVEAL: unique symbol = Symbol.for("@mcs/core:secret");
const MASK = "[secret]";

/**
 * A value that does not show itself: printing, inspecting, serialising or concatenating it gives
 * `[secret]`. Drivers reveal it at the moment of use.
 */
export interface Secret {
  /** Always `"[secret]"`. */
  toString(): string;
  /** Always `"[secret]"`. */
  toJSON(): string;
  readonly [REVEAL]: () => string;
}

/**
 * Where a credential comes from: a {@link secret}, or the name of an environment variable that is read at
 * first use.
 */
/** The name of the variable. */
export type Credential = Secret | { readonly env: string };

/** Wraps a credential so that it cannot leak by being printed. */
export function secret(value: string): Secret {
  if (typeof value !== "string" || value === "") {
    throw new CredentialError("secret() needs a string that is not empty.");
  }
  const box = { toString: () => MASK, toJSON: () => MASK };
  hide(box, REVEAL, () => value);
  hide(box, Symbol.toPrimitive, () => MASK);
  hide(box, Symbol.for("nodejs.util.inspect.custom"), () => MASK);
  return Object.freeze(box) as unknown as Secret;
}

/** True for what {@link secret} made. */
export function isSecret(value: unknown): value is Secret {
  return typeof value === "object" && value !== null && REVEAL in value;
}

/** True for a {@link Secret} and for `{ env: "NAME" }`. */
export function isCredential(value: unknown): value is Credential {
  if (isSecret(value)) return true;
  return typeof value === "object" && value !== null && typeof (value as { env?: unknown }).env === "string";
}

/**
 * The credential's value. For drivers and adapters, at the moment of use; keep the result out of
 * everything that is returned, thrown or logged.
 *
 * @throws CredentialError when the environment variable is not set or empty.
 */
export function revealCredential(credential: Credential): string {
  if (isSecret(credential)) return credential[REVEAL]();
  const value = environment()[credential.env];
  if (value === undefined || value === "") {
    throw new CredentialError(`The environment variable ${credential.env} is not set.`, {
      remedy: "Set it before the first call, or pass the credential as secret(…).",
    });
  }
  return value;
}

function hide(target: object, key: symbol, value: () => string): void {
  Object.defineProperty(target, key, { value, enumerable: false });
}

/** Empty where the runtime has no environment, as in a browser. */
function environment(): Readonly<Record<string, string | undefined>> {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env ?? {};
}
