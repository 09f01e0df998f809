import { TimeoutError } from "@mcs/core";
import { checkSignal, withinTime } from "@mcs/core/files";
import type { FileEntryWithStats, InputAttributes, OpenMode, SFTPWrapper, Stats } from "ssh2";
import { ConnectionLost } from "./errors.ts";

/** What every server takes and gives in one packet. */
const PIECE = 32_768;
const IN_FLIGHT = 16;
const PUMPED_AT_ONCE = PIECE * IN_FLIGHT;
const EOF = 1;

type Done<T> = (error: Error | undefined, value: T) => void;

/** The requests of SFTP as promises, each with its time limit. */
export class Session {
  readonly #sftp: SFTPWrapper;
  readonly #requestMs: number;
  readonly #drop: () => void;
  ended = false;

  /** @param drop breaks the connection, where nothing comes any more */
  constructor(sftp: SFTPWrapper, requestMs: number, drop: () => void) {
    this.#sftp = sftp;
    this.#requestMs = requestMs;
    this.#drop = drop;
  }

  lstat(path: string): Promise<Stats> {
    return this.#ask((done) => this.#sftp.lstat(path, done));
  }

  fstat(handle: Buffer): Promise<Stats> {
    return this.#ask((done) => this.#sftp.fstat(handle, done));
  }

  realpath(path: string): Promise<string> {
    return this.#ask((done) => this.#sftp.realpath(path, done));
  }

  open(path: string, flags: OpenMode): Promise<Buffer> {
    return this.#ask((done) => this.#sftp.open(path, flags, done));
  }

  opendir(path: string): Promise<Buffer> {
    return this.#ask((done) => this.#sftp.opendir(path, done));
  }

  /** The next entries; undefined after the last. */
  async readdir(handle: Buffer): Promise<readonly FileEntryWithStats[] | undefined> {
    return this.#untilEnd(this.#ask((done) => this.#sftp.readdir(handle, done)));
  }

  close(handle: Buffer): Promise<void> {
    return this.#tell((done) => this.#sftp.close(handle, done));
  }

  setstat(path: string, attributes: InputAttributes): Promise<void> {
    return this.#tell((done) => this.#sftp.setstat(path, attributes, done));
  }

  fsetstat(handle: Buffer, attributes: InputAttributes): Promise<void> {
    return this.#tell((done) => this.#sftp.fsetstat(handle, attributes, done));
  }

  mkdir(path: string): Promise<void> {
    return this.#tell((done) => this.#sftp.mkdir(path, done));
  }

  rmdir(path: string): Promise<void> {
    return this.#tell((done) => this.#sftp.rmdir(path, done));
  }

  unlink(path: string): Promise<void> {
    return this.#tell((done) => this.#sftp.unlink(path, done));
  }

  /** Fails where something has the new name; some servers replace it nevertheless. */
  rename(from: string, to: string): Promise<void> {
    return this.#tell((done) => this.#sftp.rename(from, to, done));
  }

  /** @returns false where the server does not know the extension */
  replace(from: string, to: string): Promise<boolean> {
    return this.#extension((done) => this.#sftp.ext_openssh_rename(from, to, done));
  }

  /** @returns false where the server does not know the extension */
  link(existing: string, to: string): Promise<boolean> {
    return this.#extension((done) => this.#sftp.ext_openssh_hardlink(existing, to, done));
  }

  /** @returns false where the server does not know the extension */
  sync(handle: Buffer): Promise<boolean> {
    return this.#extension((done) => this.#sftp.ext_openssh_fsync(handle, done));
  }

  /** Several pieces are asked for at once, so that a slow line is filled. */
  async read(handle: Buffer, start: number, length: number): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for (let at = start; at < start + length; ) {
      const wanted = split(at, start + length);
      const found = await Promise.all(wanted.map(([from, size]) => this.#readPiece(handle, from, size)));
      for (const [index, [from, size]] of wanted.entries()) {
        const piece = found[index] ?? new Uint8Array();
        pieces.push(piece);
        at = from + piece.length;
        if (piece.length < size) return Buffer.concat(pieces);
      }
    }
    return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
  }

  async write(handle: Buffer, start: number, content: Uint8Array, signal?: AbortSignal): Promise<void> {
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
    for (let at = 0; at < bytes.length; ) {
      checkSignal(signal);
      const pieces = split(at, bytes.length);
      await Promise.all(
        pieces.map(([from, size]) =>
          this.#tell((done) => this.#sftp.write(handle, bytes, from, size, start + from, done)),
        ),
      );
      for (const [, size] of pieces) at += size;
    }
  }

  async #readPiece(handle: Buffer, start: number, length: number): Promise<Uint8Array> {
    const buffer = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const count = await this.#untilEnd(
        this.#ask<number>((done) =>
          this.#sftp.read(handle, buffer, filled, length - filled, start + filled, done),
        ),
      );
      if (count === undefined || count === 0) break;
      filled += count;
    }
    return buffer.subarray(0, filled);
  }

  /**
   * Copies a file through this machine.
   *
   * @returns how many bytes there were
   */
  async pump(source: Buffer, target: Buffer, signal: AbortSignal | undefined): Promise<number> {
    for (let start = 0; ; ) {
      const piece = await this.read(source, start, PUMPED_AT_ONCE);
      if (piece.length === 0) return start;
      await this.write(target, start, piece, signal);
      start += piece.length;
    }
  }

  async #untilEnd<T>(answer: Promise<T>): Promise<T | undefined> {
    try {
      return await answer;
    } catch (error) {
      if ((error as { code?: unknown }).code === EOF) return undefined;
      throw error;
    }
  }

  async #extension(ask: (done: (error?: Error | null) => void) => void): Promise<boolean> {
    try {
      await this.#tell(ask);
      return true;
    } catch (error) {
      // The library refuses to send what the server did not announce.
      if (error instanceof Error && /does not support/.test(error.message)) return false;
      if ((error as { code?: unknown }).code === 8) return false;
      throw error;
    }
  }

  async #tell(ask: (done: (error?: Error | null) => void) => void): Promise<void> {
    await this.#ask<void>((done) => ask((error) => done(error ?? undefined)));
  }

  #ask<T>(ask: (done: Done<T>) => void): Promise<T> {
    const answer = new Promise<T>((resolve, reject) => {
      if (this.ended) throw new ConnectionLost("the connection was lost");
      ask((error, value) => {
        if (error === undefined || error === null) resolve(value);
        else reject(this.#isLoss(error) ? new ConnectionLost("the connection was lost") : error);
      });
    });
    return withinTime(this.#requestMs, "The server's answer", answer).catch((error: unknown) => {
      if (error instanceof TimeoutError) this.#drop();
      throw error;
    });
  }

  /** A lost connection fails all requests under way with an error of the library that has no code. */
  #isLoss(error: Error): boolean {
    const { code } = error as { code?: unknown };
    return (
      typeof code !== "number" && (this.ended || /No response from server|Not connected/.test(error.message))
    );
  }
}

/** Pieces of a range, no more than may be in flight at once. */
function split(start: number, end: number): readonly (readonly [start: number, size: number])[] {
  const pieces: (readonly [number, number])[] = [];
  for (let at = start; at < end && pieces.length < IN_FLIGHT; at += PIECE) {
    pieces.push([at, Math.min(PIECE, end - at)]);
  }
  return pieces;
}
