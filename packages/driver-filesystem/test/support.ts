import { MemoryAdapter, type MemoryAdapterOptions } from "@mcs/adapter-memory";
import { type McsError, Media } from "@mcs/core";
import { expect } from "vitest";
import { type FilesystemDriverOptions, FilesystemToolDriver } from "../src/index.ts";

type Files = NonNullable<MemoryAdapterOptions["files"]>;

/** A driver over files in memory, and short ways to use it. */
export function over(files: Files, options: Partial<FilesystemDriverOptions> = {}) {
  const port = new MemoryAdapter({ files });
  const driver = new FilesystemToolDriver({ port, ...options } as FilesystemDriverOptions);
  return { port, driver, ...shortcuts(driver) };
}

export function shortcuts(driver: FilesystemToolDriver) {
  const call = async <Result = Record<string, unknown>>(tool: string, args: object = {}): Promise<Result> =>
    (await driver.executeTool(tool, { ...args })) as Result;
  return {
    call,
    read: (path: string) => call<string>("read_file", { path }),
    bytes: async (path: string, count = 10_000_000): Promise<number[]> => {
      const content = await driver.executeTool("read_file", { path, start_byte: 0, bytes: count });
      return Media.is(content)
        ? [...(content.bytes ?? [])]
        : [...Buffer.from((content as { content: string }).content)];
    },
    /** The error of a call that has to fail. */
    failure: async (tool: string, args: object = {}): Promise<McsError> => {
      const outcome = await driver.executeTool(tool, { ...args }).then(
        (result) => ({ result }),
        (error: McsError) => error,
      );
      expect(outcome).toBeInstanceOf(Error);
      return outcome as McsError;
    },
  };
}

/** The bytes of a file, past the driver. */
export async function raw(port: MemoryAdapter, path: string): Promise<Uint8Array> {
  const file = await port.open(path);
  return file.read(0, file.stat.size);
}

/** What a search resolves with. */
export interface Found {
  readonly files: readonly {
    readonly path: string;
    readonly matches: readonly { line: number; text: string; before?: string[]; after?: string[] }[];
    readonly more?: true;
  }[];
  readonly next?: string;
  readonly note?: string;
}

/** The matches as `path:line`. */
export const places = ({ files }: Found): string[] =>
  files.flatMap(({ path, matches }) => matches.map(({ line }) => `${path}:${line}`));
