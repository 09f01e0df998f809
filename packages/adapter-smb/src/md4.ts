/** `[function, constant, order of the words, rotations]` of each round, as RFC 1320 gives them. */
const ROUNDS = [
  [
    (x: number, y: number, z: number) => (x & y) | (~x & z),
    0,
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [3, 7, 11, 19],
  ],
  [
    (x: number, y: number, z: number) => (x & y) | (x & z) | (y & z),
    0x5a827999,
    [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    [3, 5, 9, 13],
  ],
  [
    (x: number, y: number, z: number) => x ^ y ^ z,
    0x6ed9eba1,
    [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    [3, 9, 11, 15],
  ],
] as const;

/**
 * MD4, which NTLM makes of a password. Node's own is in OpenSSL's legacy provider, which is off, and rightly so:
 * it is of use here because servers store it, and for nothing else.
 */
export function md4(content: Uint8Array): Buffer {
  const padded = Buffer.alloc(((content.length + 8) >> 6) * 64 + 64);
  padded.set(content);
  padded[content.length] = 0x80;
  padded.writeBigUInt64LE(BigInt(content.length) * 8n, padded.length - 8);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < padded.length; block += 64) mix(state, padded.subarray(block, block + 64));
  const hash = Buffer.alloc(16);
  for (const [index, word] of state.entries()) hash.writeUInt32LE(word >>> 0, index * 4);
  return hash;
}

function mix(state: number[], block: Buffer): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (const [combine, constant, order, rotations] of ROUNDS) {
    for (const [step, word] of order.entries()) {
      const sum = (a + combine(b, c, d) + block.readUInt32LE(word * 4) + constant) | 0;
      const by = rotations[step % 4] ?? 0;
      [a, b, c, d] = [d, (sum << by) | (sum >>> (32 - by)), b, c];
    }
  }
  for (const [index, word] of [a, b, c, d].entries()) state[index] = ((state[index] ?? 0) + word) | 0;
}
