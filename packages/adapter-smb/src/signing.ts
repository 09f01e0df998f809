import { createHmac, timingSafeEqual } from "node:crypto";
import { STATUS } from "./errors.ts";
import { AT } from "./frames.ts";

const SIGNED = 0x00000008;

/** Signs a packet in place, as the dialects 2.0.2 and 2.1 do it. */
export function sign(packet: Buffer, key: Buffer): void {
  packet.writeUInt32LE(packet.readUInt32LE(AT.flags) | SIGNED, AT.flags);
  signatureOf(packet, key).copy(packet, AT.signature);
}

/**
 * True for a packet that was signed by somebody who knows the key, which takes the account's password; and for
 * the note that an answer will come later, which servers do not sign and which tells nothing.
 */
export function isGenuine(packet: Buffer, key: Buffer): boolean {
  if (packet.length < AT.body) return false;
  if (packet.readUInt32LE(AT.status) === STATUS.PENDING) return true;
  return timingSafeEqual(packet.subarray(AT.signature, AT.body), signatureOf(packet, key));
}

function signatureOf(packet: Buffer, key: Buffer): Buffer {
  const mac = createHmac("sha256", key);
  mac.update(packet.subarray(0, AT.signature));
  mac.update(Buffer.alloc(AT.body - AT.signature));
  mac.update(packet.subarray(AT.body));
  return mac.digest().subarray(0, AT.body - AT.signature);
}
