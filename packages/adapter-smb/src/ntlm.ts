import { createHmac, randomBytes } from "node:crypto";
import { md4 } from "./md4.ts";

/** Unicode, target name, sign, NTLM, always sign, extended security, target information: what version 2 needs. */
const FLAGS = 0x00000001 | 0x00000004 | 0x00000010 | 0x00000200 | 0x00008000 | 0x00080000 | 0x00800000;
const SIGNATURE = Buffer.from("NTLMSSP\0", "latin1");
const TIMESTAMP = 7;

/** Who asks to be let in. */
export interface Account {
  readonly username: string;
  readonly domain: string;
  readonly password: string;
}

export interface Authentication {
  readonly message: Buffer;
  /** What both sides sign with: only who knows the password, or asks somebody who does, can compute it. */
  readonly sessionKey: Buffer;
}

/** The first message: that NTLM is spoken. */
export function negotiateMessage(): Buffer {
  const message = Buffer.alloc(32);
  SIGNATURE.copy(message);
  message.writeUInt32LE(1, 8);
  message.writeUInt32LE(FLAGS, 12);
  return message;
}

/**
 * The last message: the proof, by NTLM version 2, that the password is known. Version 1, which the SMB library
 * would send, can be turned back into the password, and servers refuse it.
 *
 * @param challenge the server's message, which this one answers
 * @throws Error when it is none.
 */
export function authenticate(challenge: Buffer, account: Account): Authentication {
  const { serverChallenge, targetInfo } = readChallenge(challenge);
  const { response, sessionKey } = respond(serverChallenge, targetInfo, account);
  const fields = [
    Buffer.alloc(24),
    response,
    Buffer.from(account.domain, "ucs2"),
    Buffer.from(account.username, "ucs2"),
    Buffer.alloc(0),
    Buffer.alloc(0),
  ];
  const header = Buffer.alloc(64);
  SIGNATURE.copy(header);
  header.writeUInt32LE(3, 8);
  let offset = header.length;
  for (const [index, field] of fields.entries()) {
    header.writeUInt16LE(field.length, 12 + index * 8);
    header.writeUInt16LE(field.length, 14 + index * 8);
    header.writeUInt32LE(offset, 16 + index * 8);
    offset += field.length;
  }
  header.writeUInt32LE(FLAGS, 60);
  return { message: Buffer.concat([header, ...fields]), sessionKey };
}

interface Challenge {
  readonly serverChallenge: Buffer;
  readonly targetInfo: Buffer;
}

function readChallenge(message: Buffer): Challenge {
  if (message.length < 48 || !message.subarray(0, 8).equals(SIGNATURE) || message.readUInt32LE(8) !== 2) {
    throw new Error("the server does not speak NTLM");
  }
  const [length, offset] = [message.readUInt16LE(40), message.readUInt32LE(44)];
  return { serverChallenge: message.subarray(24, 32), targetInfo: message.subarray(offset, offset + length) };
}

function respond(
  serverChallenge: Buffer,
  targetInfo: Buffer,
  { username, domain, password }: Account,
): { readonly response: Buffer; readonly sessionKey: Buffer } {
  const identity = Buffer.from(username.toUpperCase() + domain, "ucs2");
  const key = hmac(md4(Buffer.from(password, "ucs2")), identity);
  const blob = Buffer.concat([
    Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]),
    timestampIn(targetInfo) ?? now(),
    randomBytes(8),
    Buffer.alloc(4),
    targetInfo,
    Buffer.alloc(4),
  ]);
  const proof = hmac(key, serverChallenge, blob);
  return { response: Buffer.concat([proof, blob]), sessionKey: hmac(key, proof) };
}

/** The server's clock, where it says its time. */
function timestampIn(targetInfo: Buffer): Buffer | undefined {
  for (let at = 0; at + 4 <= targetInfo.length; at += 4 + targetInfo.readUInt16LE(at + 2)) {
    if (targetInfo.readUInt16LE(at) === TIMESTAMP) return targetInfo.subarray(at + 4, at + 12);
  }
  return undefined;
}

/** Tenths of microseconds since 1601. */
function now(): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64LE((BigInt(Date.now()) + 11_644_473_600_000n) * 10_000n);
  return time;
}

function hmac(key: Buffer, ...parts: readonly Buffer[]): Buffer {
  const mac = createHmac("md5", key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}
