import type { FileStat } from "@mcs/core/ports";
import { type Connection, PACKET } from "./connection.ts";
import { hasStatus, STATUS } from "./errors.ts";

/** What is asked for when something is opened: access masks, dispositions and options of the protocol. */
export const ACCESS = {
  readData: 0x00000001,
  writeData: 0x00000002,
  readAttributes: 0x00000080,
  delete: 0x00010000,
  readPermissions: 0x00020000,
  writePermissions: 0x00040000,
  synchronize: 0x00100000,
} as const;
export const DISPOSITION = { open: 1, create: 2, openOrCreate: 3 } as const;
export const OPTION = {
  directory: 0x00000001,
  notDirectory: 0x00000040,
  deleteOnClose: 0x00001000,
  reparsePoint: 0x00200000,
} as const;

const ATTRIBUTE = { directory: 0x10, reparsePoint: 0x400 } as const;
const EVERYBODY_ELSE_MAY = 0x7;
const RENAME_INFORMATION = 10;
/** What every dialect takes in one packet. */
const PIECE = 65_536;

/** Something that is open on the server; on the connection it was opened on, and on no later one. */
export interface Handle {
  readonly connection: Connection;
  readonly id: unknown;
  readonly stat: FileStat;
}

export interface Opening {
  readonly access: number;
  readonly disposition?: number;
  readonly options?: number;
}

/** @param path relative to the share, with backslashes */
async function openHandle(connection: Connection, path: string, opening: Opening): Promise<Handle> {
  const { access, disposition = DISPOSITION.open, options = 0 } = opening;
  const buffer = Buffer.from(path, "ucs2");
  const body = await connection.send(PACKET.create, {
    buffer,
    desiredAccess: access | ACCESS.readAttributes | ACCESS.synchronize,
    shareAccess: EVERYBODY_ELSE_MAY,
    createDisposition: disposition,
    createOptions: options,
    nameOffset: 0x78,
    createContextsOffset: 0x7a + buffer.length,
  });
  return { connection, id: body.fileId, stat: statFrom(body) };
}

async function closeHandle({ connection, id }: Handle): Promise<void> {
  await connection.send(PACKET.close, { fileId: id });
}

/** Opens, runs and closes, in any case. */
export async function withHandle<T>(
  connection: Connection,
  path: string,
  opening: Opening,
  run: (handle: Handle) => Promise<T>,
): Promise<T> {
  const handle = await openHandle(connection, path, opening);
  let result: T;
  try {
    result = await run(handle);
  } catch (error) {
    await closeHandle(handle).catch(() => {});
    throw error;
  }
  // Closing is where a deletion happens and a write is known to be done.
  await closeHandle(handle);
  return result;
}

/** Up to `length` bytes; fewer at the end of the file. */
export async function readFrom({ connection, id }: Handle, start: number, length: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let at = start; at < start + length; ) {
    const wanted = Math.min(PIECE, start + length - at);
    const body = { fileId: id, length: wanted, offset: wide(at) };
    const piece = await connection.send(PACKET.read, body).catch((error: unknown) => {
      if (hasStatus(error, STATUS.END_OF_FILE)) return undefined;
      throw error;
    });
    if (piece === undefined || !Buffer.isBuffer(piece.buffer) || piece.buffer.length === 0) break;
    pieces.push(piece.buffer);
    at += piece.buffer.length;
  }
  return Buffer.concat(pieces);
}

export async function writeTo(
  { connection, id }: Handle,
  start: number,
  content: Uint8Array,
  check: () => void,
): Promise<void> {
  for (let at = 0; at < content.length; at += PIECE) {
    check();
    const piece = content.subarray(at, at + PIECE);
    const buffer = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    await connection.send(PACKET.write, { fileId: id, buffer, offset: wide(start + at) });
  }
}

/** Gives what is open another path. Without `replace` the server refuses one that is taken. */
export async function renameTo({ connection, id }: Handle, path: string, replace: boolean): Promise<void> {
  const name = Buffer.from(path, "ucs2");
  const buffer = Buffer.alloc(20 + name.length);
  buffer.writeUInt8(replace ? 1 : 0, 0);
  buffer.writeUInt32LE(name.length, 16);
  name.copy(buffer, 20);
  await connection.send(PACKET.setInfo, { fileId: id, fileInfoClass: RENAME_INFORMATION, buffer });
}

/** The next entries of a directory that is open, as they come over the wire; undefined after the last. */
export async function queryDirectory({ connection, id }: Handle): Promise<Buffer | undefined> {
  try {
    const body = { fileId: id, buffer: Buffer.from("*", "ucs2") };
    const { buffer } = await connection.send(PACKET.queryDirectory, body);
    return Buffer.isBuffer(buffer) && buffer.length > 0 ? buffer : undefined;
  } catch (error) {
    if (hasStatus(error, STATUS.NO_MORE_FILES)) return undefined;
    throw error;
  }
}

export function kindOf(attributes: number): FileStat["kind"] {
  if ((attributes & ATTRIBUTE.reparsePoint) !== 0) return "symlink";
  return (attributes & ATTRIBUTE.directory) !== 0 ? "directory" : "file";
}

/** Windows counts times in tenths of microseconds since 1601. */
export function millisecondsOf(time: bigint): number {
  return Number(time / 10_000n) - 11_644_473_600_000;
}

function statFrom(body: Readonly<Record<string, unknown>>): FileStat {
  const kind = kindOf(Number(body.fileAttributes));
  const [written, changed, size] = [body.lastWriteTime, body.changeTime, body.endOfFile].map((value) =>
    BigInt(value as bigint),
  );
  const modifiedMs = millisecondsOf(written ?? 0n);
  if (kind !== "file") return { kind, size: 0, modifiedMs, version: undefined };
  return { kind, size: Number(size), modifiedMs, version: `${written}-${changed}-${size}` };
}

function wide(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}
