import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { md4 } from "../src/md4.ts";
import { authenticate } from "../src/ntlm.ts";
import { isGenuine, sign } from "../src/signing.ts";

const KEY = Buffer.alloc(16, 7);

test("MD4 gives the digests of RFC 1320", () => {
  const digests = {
    "": "31d6cfe0d16ae931b73c59d7e0c089c0",
    a: "bde52cb31de33e46245e05fbdbd6fb24",
    abc: "a448017aaf21d8525fc10ae87aa6729d",
    "message digest": "d9130a8164549fe818874806e1c7014b",
    abcdefghijklmnopqrstuvwxyz: "d79e1c308aa5bbcdeea8ed63df412da9",
    ["1234567890".repeat(8)]: "e33b4ddc9c38f2199c3e7b164fcc0536",
  };
  for (const [text, digest] of Object.entries(digests)) {
    expect(md4(Buffer.from(text)).toString("hex"), text).toBe(digest);
  }
});

test("the proof and the session key are those of NTLM version 2, with the key of Microsoft's example", () => {
  // "4.2.4.1.1 NTOWFv2" for user "User", domain "Domain" and password "Password".
  const key = Buffer.from("0c868a403bfd7a93a3001ef22ef02e3f", "hex");
  const serverChallenge = Buffer.from("0123456789abcdef", "hex");
  const challenge = Buffer.alloc(56);
  challenge.write("NTLMSSP\0", "latin1");
  challenge.writeUInt32LE(2, 8);
  serverChallenge.copy(challenge, 24);
  challenge.writeUInt16LE(4, 40);
  challenge.writeUInt32LE(48, 44);
  const account = { username: "User", domain: "Domain", password: "Password" };
  const { message, sessionKey } = authenticate(challenge, account);
  const response = message.subarray(message.readUInt32LE(24)).subarray(0, message.readUInt16LE(20));
  const [proof, blob] = [response.subarray(0, 16), response.subarray(16)];
  const expected = createHmac("md5", key).update(serverChallenge).update(blob).digest();
  expect(proof.toString("hex")).toBe(expected.toString("hex"));
  expect(sessionKey.toString("hex")).toBe(createHmac("md5", key).update(proof).digest("hex"));
});

test("what does not speak NTLM gets no proof", () => {
  const account = { username: "ada", domain: "WORKGROUP", password: "hunter2" };
  for (const answer of [Buffer.alloc(0), Buffer.alloc(56)]) {
    expect(() => authenticate(answer, account)).toThrow("does not speak NTLM");
  }
});

function signedPacket(): Buffer {
  const packet = Buffer.alloc(100, 3);
  sign(packet, KEY);
  return packet;
}

test("a signed packet is genuine, and is not any more when one bit of it changes", () => {
  expect(isGenuine(signedPacket(), KEY)).toBe(true);
  for (const at of [0, 20, 47, 50, 64, 99]) {
    const packet = signedPacket();
    packet[at] = (packet[at] ?? 0) ^ 1;
    expect(isGenuine(packet, KEY), `byte ${at}`).toBe(false);
  }
});

test("a packet that is signed with another key, not at all, or cut off is not genuine", () => {
  expect(isGenuine(signedPacket(), Buffer.alloc(16, 8))).toBe(false);
  expect(isGenuine(Buffer.alloc(100, 3), KEY)).toBe(false);
  expect(isGenuine(signedPacket().subarray(0, 60), KEY)).toBe(false);
});
