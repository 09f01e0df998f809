import { AbortedError, CredentialError, FileError, TimeoutError } from "@mcs/core";
import {
  appendByRewriting,
  BackendFilesystem,
  type FileBackend,
  mismatch,
  SharedConnection,
  takeBytes,
  unreachable,
  versionedFile,
  withinTime,
} from "@mcs/core/files";
import type { FileEntry, FileStat } from "@mcs/core/ports";
import { expect, test } from "vitest";

const DIRECTORY: FileStat = { kind: "directory", size: 0, modifiedMs: 0, version: undefined };
const FILE: FileStat = { kind: "file", size: 3, modifiedMs: 0, version: "1" };
const LINK: FileStat = { kind: "symlink", size: 0, modifiedMs: 0, version: undefined };

class Lost extends Error {}

/** A backend that has what it is told, and does nothing else. */
function backend(methods: Partial<FileBackend>): FileBackend {
  const never = async (): Promise<never> => {
    throw new Error("not expected");
  };
  return {
    stat: async (path) => (path === "" ? DIRECTORY : undefined),
    list: async function* () {},
    open: never,
    write: never,
    makeDirectory: never,
    move: never,
    copy: never,
    remove: never,
    explain: (error, path) => unreachable(path, `${(error as Error).message}.`),
    isLost: (error) => error instanceof Lost,
    close: async () => {},
    ...methods,
  };
}

function port(methods: Partial<FileBackend>): BackendFilesystem {
  return new BackendFilesystem("test", backend(methods));
}

async function namesIn(files: BackendFilesystem): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of files.list("")) names.push(name);
  return names;
}

test("a look whose connection was lost is made once more, and not twice", async () => {
  for (const [losses, works] of [
    [1, true],
    [9, false],
  ] as const) {
    let calls = 0;
    const files = port({
      stat: async () => {
        if (calls++ < losses) throw new Lost("gone");
        return FILE;
      },
    });
    const stat = files.stat("a");
    if (works) expect(await stat).toEqual(FILE);
    else await expect(stat).rejects.toMatchObject({ code: "backend_failed" });
    expect(calls).toBeLessThanOrEqual(4);
  }
});

test("a change whose connection was lost is not made once more", async () => {
  let moves = 0;
  const files = port({
    stat: async (path) => (path === "a" ? FILE : path === "" ? DIRECTORY : undefined),
    move: async () => {
      moves++;
      throw new Lost("gone");
    },
  });
  await expect(files.move("a", "b")).rejects.toMatchObject({ code: "backend_failed" });
  expect(moves).toBe(1);
});

test("a server cannot lead elsewhere by the names that it lists", async () => {
  for (const name of ["..", ".", "", "a/b", "a\0b"]) {
    const files = port({
      list: async function* () {
        yield { name, kind: "file" };
      },
    });
    await expect(namesIn(files), JSON.stringify(name)).rejects.toMatchObject({ code: "backend_failed" });
  }
});

test("a directory that became a link while its parent is removed is not followed", async () => {
  const listed: string[] = [];
  const removed: string[] = [];
  const entries: readonly FileEntry[] = [{ name: "inner", kind: "directory" }];
  const files = port({
    stat: async (path) => (path === "a/inner" ? LINK : DIRECTORY),
    list: async function* (path) {
      listed.push(path);
      if (path === "a") yield* entries;
    },
    remove: async (path) => {
      removed.push(path);
    },
  });
  await files.remove("a", { recursive: true });
  expect(listed).toEqual(["a"]);
  expect(removed).toEqual(["a/inner", "a"]);
});

test("what is no FileError becomes one, with its reason and its cause", async () => {
  const reason = new CredentialError("The environment variable A is not set.");
  const files = port({
    stat: async () => {
      throw reason;
    },
  });
  await expect(files.stat("a")).rejects.toMatchObject({
    name: "FileError",
    path: "a",
    message: expect.stringContaining("A is not set"),
    cause: reason,
  });
});

test("an aborted call ends although the backend goes on", async () => {
  const files = port({ stat: () => new Promise(() => {}) });
  const controller = new AbortController();
  const stat = files.stat("a", { signal: controller.signal });
  controller.abort();
  await expect(stat).rejects.toThrow(AbortedError);
});

test("a closed port refuses calls", async () => {
  const files = port({});
  await files.close();
  await expect(files.stat("")).rejects.toMatchObject({ code: "backend_failed" });
});

test("calls share a connection, and the next one after a loss gets another", async () => {
  const ended: number[] = [];
  const losses: (() => void)[] = [];
  const shared = new SharedConnection<number>(
    async (lost) => losses.push(lost),
    async (connection) => {
      ended.push(connection);
    },
  );
  expect(await Promise.all([shared.get(), shared.get()])).toEqual([1, 1]);
  losses[0]?.();
  expect(await shared.get()).toBe(2);
  // The old one says so once more; the new one stays.
  losses[0]?.();
  expect(await shared.get()).toBe(2);
  await shared.close();
  expect(ended).toEqual([2]);
});

test("a connection that could not be made is tried again by the next call", async () => {
  let tries = 0;
  const shared = new SharedConnection<number>(
    async () => {
      if (tries++ === 0) throw new Error("refused");
      return tries;
    },
    async () => {},
  );
  await expect(shared.get()).rejects.toThrow("refused");
  expect(await shared.get()).toBe(2);
});

test("an append by rewriting adds to what somebody else was quicker to write, unless one version is asked for", async () => {
  const encode = (text: string) => new TextEncoder().encode(text);
  for (const ifMatch of [undefined, "1"]) {
    const versions = new Map([
      ["1", "one"],
      ["2", "two"],
    ]);
    let now = "2";
    let content = "";
    const appended = appendByRewriting({
      path: "a",
      current: FILE,
      ifMatch,
      read: async ({ version = "" }) => encode(versions.get(version) ?? ""),
      replace: async (before, version) => {
        if (version !== now) throw mismatch("a", FILE);
        content = `${new TextDecoder().decode(before)}!`;
        now = "3";
        return { ...FILE, version: now };
      },
      stat: async () => ({ ...FILE, version: now }),
    });
    if (ifMatch === undefined) expect([(await appended).version, content]).toEqual(["3", "two!"]);
    else await expect(appended).rejects.toMatchObject({ code: "version_mismatch" });
  }
});

test("a read of a version ends with the version, and one that comes short is a mismatch", async () => {
  const asked: (readonly [number, number])[] = [];
  const file = versionedFile("a", FILE, {
    read: async (start, end) => {
      asked.push([start, end]);
      return new Uint8Array(start === 2 ? 0 : end - start);
    },
    stat: async () => undefined,
  });
  expect((await file.read(0, 100)).length).toBe(3);
  expect((await file.read(3, 100)).length).toBe(0);
  await expect(file.read(2, 1)).rejects.toMatchObject({ code: "version_mismatch" });
  await expect(file.current()).rejects.toThrow(FileError);
  expect(asked).toEqual([
    [0, 3],
    [2, 3],
  ]);
});

test("bytes are taken out of a body, and the rest is not waited for", async () => {
  let pieces = 0;
  async function* body(): AsyncGenerator<Uint8Array> {
    for (; ; pieces++) yield new Uint8Array([pieces * 2, pieces * 2 + 1]);
  }
  expect([...(await takeBytes(body(), 3, 4))]).toEqual([3, 4, 5, 6]);
  expect(pieces).toBe(3);
});

test("what takes too long is a TimeoutError that says what", async () => {
  const never = new Promise<never>(() => {});
  await expect(withinTime(5, "The answer", never)).rejects.toThrow(TimeoutError);
  expect(await withinTime(60_000, "The answer", Promise.resolve(7))).toBe(7);
});
