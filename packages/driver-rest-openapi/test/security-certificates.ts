import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A certificate and its key, as PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** Makes an authority, and certificates of its own: X.509 (RFC 5280) with ECDSA on P-256, good for a day. */
export function makeAuthority() {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const cert = certificate("Test authority", keys.publicKey, "Test authority", keys.privateKey, true);
  return {
    cert,
    issue(name: string): Identity {
      const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
      return {
        cert: certificate(name, own.publicKey, "Test authority", keys.privateKey, false),
        key: own.privateKey.export({ type: "pkcs8", format: "pem" }) as string,
      };
    },
  };
}

function certificate(
  name: string,
  publicKey: KeyObject,
  issuer: string,
  issuerKey: KeyObject,
  isAuthority: boolean,
): string {
  const algorithm = sequence(ECDSA_WITH_SHA256);
  const day = 86_400_000;
  const extensions = [
    sequence(BASIC_CONSTRAINTS, octets(isAuthority ? sequence(der(0x01, Buffer.from([0xff]))) : sequence())),
    // localhost, as a DNS name.
    sequence(SUBJECT_ALT_NAME, octets(sequence(der(0x82, Buffer.from("localhost"))))),
  ];
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x01]), randomBytes(8)])),
    algorithm,
    commonName(issuer),
    sequence(time(Date.now() - day), time(Date.now() + day)),
    commonName(name),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign("sha256", body, issuerKey)]));
  const lines =
    sequence(body, algorithm, signature)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

const ECDSA_WITH_SHA256 = der(0x06, Buffer.from("2a8648ce3d040302", "hex"));
const COMMON_NAME = der(0x06, Buffer.from("550403", "hex"));
const BASIC_CONSTRAINTS = der(0x06, Buffer.from("551d13", "hex"));
const SUBJECT_ALT_NAME = der(0x06, Buffer.from("551d11", "hex"));

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
}

function time(ms: number): Buffer {
  const text = new Date(ms).toISOString().replace(/[-:T]/g, "").slice(0, 14);
  return der(0x18, Buffer.from(`${text}Z`));
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function octets(content: Buffer): Buffer {
  return der(0x04, content);
}

function integer(value: Buffer): Buffer {
  return der(0x02, value);
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
