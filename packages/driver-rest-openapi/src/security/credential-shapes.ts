import { ConfigurationError, type Credential, isCredential, revealCredential } from "@mcs/core";
import type { SchemeCredential, UserPassword } from "../auth-options.ts";
import type { Scheme } from "./schemes.ts";

/** What kind of thing the operator gave for a scheme. */
export type CredentialKind = "value" | "user" | "client" | "refresh" | "certificate" | "provider";

type FieldCheck = (value: unknown) => boolean;
const isText: FieldCheck = (value) => typeof value === "string" && value !== "";
const isTextOrCredential: FieldCheck = (value) => isText(value) || isCredential(value);
const isTexts: FieldCheck = (value) => Array.isArray(value) && value.every(isText);

const TOKEN_FIELDS: Readonly<Record<string, FieldCheck>> = {
  scopes: isTexts,
  tokenUrl: (value) => typeof value === "string" && /^https?:\/\/./i.test(value) && URL.canParse(value),
  clientSecretIn: (value) => value === "header" || value === "body",
  parameters: (value) => typeof value === "object" && value !== null && Object.values(value).every(isText),
};

interface Shape {
  readonly kind: CredentialKind;
  readonly required: Readonly<Record<string, FieldCheck>>;
  readonly optional: Readonly<Record<string, FieldCheck>>;
}

/** Told apart by their first field, in this order. */
const SHAPES: readonly Shape[] = [
  {
    kind: "refresh",
    required: { refreshToken: isCredential, clientId: isTextOrCredential },
    optional: {
      clientSecret: isCredential,
      onRotated: (value) => typeof value === "function",
      ...TOKEN_FIELDS,
    },
  },
  {
    kind: "client",
    required: { clientId: isTextOrCredential, clientSecret: isCredential },
    optional: TOKEN_FIELDS,
  },
  { kind: "user", required: { username: isTextOrCredential, password: isCredential }, optional: {} },
  {
    kind: "certificate",
    required: { cert: isTextOrCredential, key: isCredential },
    optional: { ca: (value) => isText(value) || isTexts(value) },
  },
];

/** What each kind of scheme can be met with. */
const FITTING: Readonly<Record<Scheme["kind"], readonly CredentialKind[]>> = {
  apiKey: ["value", "provider"],
  basic: ["value", "user", "provider"],
  digest: ["value", "user", "provider"],
  bearer: ["value", "client", "refresh", "provider"],
  mutualTLS: ["certificate"],
};

const WORDS: Readonly<Record<CredentialKind, string>> = {
  value: "secret(…) or { env }",
  user: "{ username, password }",
  client: "{ clientId, clientSecret }",
  refresh: "{ refreshToken, clientId }",
  certificate: "{ cert, key }",
  provider: "a function",
};

export function kindOfCredential(credential: SchemeCredential): CredentialKind {
  if (typeof credential === "function") return "provider";
  return isCredential(credential) ? "value" : (shapeOf(credential)?.kind ?? "value");
}

function shapeOf(value: object): Shape | undefined {
  return SHAPES.find(({ required }) => Object.hasOwn(value, Object.keys(required)[0] as string));
}

export function fits(scheme: Scheme, kind: CredentialKind): boolean {
  return FITTING[scheme.kind].includes(kind);
}

/** @throws ConfigurationError where a scheme cannot be met with what was given for it. */
export function checkFit(name: string, scheme: Scheme, credential: SchemeCredential): void {
  const kind = kindOfCredential(credential);
  if (fits(scheme, kind)) return;
  const takes = FITTING[scheme.kind].map((fitting) => WORDS[fitting]).join(", or ");
  throw new ConfigurationError(`auth.${name} is ${WORDS[kind]}, which a ${scheme.kind} scheme cannot use.`, {
    remedy: `It takes ${takes}.`,
  });
}

/**
 * Looks at the option `auth` before any document is known.
 *
 * @throws ConfigurationError for a plain string, which would show itself when the options are printed, and for
 * fields that are missing, unknown or of the wrong kind.
 */
export function checkCredentials(auth: unknown, place = "auth"): void {
  if (auth === undefined) return;
  if (typeof auth === "string") throw plainString(place);
  if (typeof auth === "function" || isCredential(auth)) return;
  if (typeof auth !== "object" || auth === null) {
    throw new ConfigurationError(`${place} is no credential.`, { remedy: REMEDY });
  }
  for (const [name, credential] of Object.entries(auth)) checkCredential(credential, `${place}.${name}`);
}

const REMEDY = `Give secret(…), { env: "NAME" }, or an object with a credential for each scheme by its name.`;

/**
 * Looks at what is given for one scheme.
 *
 * @throws ConfigurationError as {@link checkCredentials} does.
 */
export function checkCredential(credential: unknown, place: string): void {
  if (typeof credential === "string") throw plainString(place);
  if (typeof credential === "function" || isCredential(credential)) return;
  const shape = typeof credential === "object" && credential !== null ? shapeOf(credential) : undefined;
  if (shape === undefined) {
    throw new ConfigurationError(`${place} is no credential.`, {
      remedy: `It may be ${Object.values(WORDS).join(", or ")}.`,
    });
  }
  const given = credential as Readonly<Record<string, unknown>>;
  const checks = { ...shape.required, ...shape.optional };
  for (const [field, value] of Object.entries(given)) {
    const check = Object.hasOwn(checks, field) ? checks[field] : undefined;
    if (check === undefined) {
      throw new ConfigurationError(`${place} has a field ${field}, which is not known.`, {
        remedy: `Beside ${WORDS[shape.kind]} there may be ${Object.keys(checks).join(", ")}.`,
      });
    }
    if (value === undefined && !Object.hasOwn(shape.required, field)) continue;
    if (!check(value)) {
      throw check === isCredential && typeof value === "string"
        ? plainString(`${place}.${field}`)
        : new ConfigurationError(`${place}.${field} is not what it should be.`);
    }
  }
  const missing = Object.keys(shape.required).find((field) => !Object.hasOwn(given, field));
  if (missing !== undefined) throw new ConfigurationError(`${place} has no ${missing}.`);
}

function plainString(place: string): ConfigurationError {
  return new ConfigurationError(`${place} is a plain string.`, {
    remedy: `Wrap it: secret(…), or name an environment variable: { env: "NAME" }.`,
  });
}

/** Told each credential that is read, for redaction. */
export type Remember = (value: string) => void;

/** Text that may be a credential. */
export function textOf(value: string | Credential, remember: Remember): string {
  if (typeof value === "string") return value;
  const text = revealCredential(value);
  remember(text);
  return text;
}

/** `user:password`, of which the first colon is the border (RFC 7617, section 2). */
export function pairOf(credential: Credential | UserPassword, remember: Remember): string {
  if (isCredential(credential)) {
    const pair = textOf(credential, remember);
    remember(pair.slice(pair.indexOf(":") + 1));
    return pair;
  }
  return `${textOf(credential.username, remember)}:${textOf(credential.password, remember)}`;
}
