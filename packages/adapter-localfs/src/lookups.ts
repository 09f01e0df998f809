import { type BigIntStats, fstatSync, lstatSync, openSync } from "node:fs";
import { fstat, lstat, open } from "./system.ts";

/** What is asked about names, and tells nothing of what is in a file. */
export interface Lookups {
  /** The file system tells the size of its directories. */
  readonly isLocal: boolean;
  /** Whether a file's content lies on the disk of the root, so that a little of it is read at once. */
  isAtHand(stat: BigIntStats): boolean;
  open(path: string, flags: number): number | Promise<number>;
  lstat(path: string): BigIntStats | Promise<BigIntStats>;
  fstat(fd: number): BigIntStats | Promise<BigIntStats>;
}

/**
 * On a disk of this machine the kernel answers from memory within 2 µs; to have a thread ask costs ten times as
 * much, and the walk to a file asks once for each directory.
 */
const now = {
  isLocal: true,
  open: (path: string, flags: number) => openSync(path, flags),
  lstat: (path: string) => lstatSync(path, { bigint: true }),
  fstat: (fd: number) => fstatSync(fd, { bigint: true }),
} satisfies Partial<Lookups>;

/** Where the answer comes over a network or from another program, nobody else shall wait for it. */
const later: Lookups = { isLocal: false, isAtHand: () => false, open, lstat, fstat };

/** NFS, SMB in three versions, FUSE, 9P, Ceph, AFS twice, Coda, Lustre, GPFS, OCFS2, GFS2, autofs. */
const REMOTE = new Set([
  0x6969, 0x517b, 0xfe534d42, 0xff534d42, 0x65735546, 0x01021997, 0x00c36400, 0x5346414f, 0x6b414653,
  0x73757245, 0x0bd00bd0, 0x47504653, 0x7461636f, 0x01161970, 0x0187,
]);

/**
 * How names are looked up on a file system of this type, as `statfs` tells it on Linux.
 *
 * @param root the device of the root: what is mounted below it may be anywhere
 */
export function lookupsOn(type: number, root: bigint): Lookups {
  if (process.platform !== "linux" || REMOTE.has(type)) return later;
  return { ...now, isAtHand: ({ dev }) => dev === root };
}
