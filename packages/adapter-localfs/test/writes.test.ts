import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AbortedError } from "@mcs/core";
import { describe, expect, onTestFinished, type TestContext, test } from "vitest";
import { adapterOn, bytes, folder, namesIn, outcomeOf, quickFolder, textOf } from "./support/folders.ts";
import { runProgram } from "./support/programs.ts";

const isRoot = process.getuid?.() === 0;
const permissions = (path: string): number => statSync(path).mode & 0o7777;

describe.each(["descriptors", "rechecks"] as const)("%s", (containment) => {
  test("a file keeps its permissions and its owner when it is replaced", async () => {
    const root = folder();
    const adapter = adapterOn(root, { containment });
    writeFileSync(join(root, "script"), "old");
    chmodSync(join(root, "script"), 0o751);
    if (isRoot) chownSync(join(root, "script"), 1234, 2345);
    await adapter.write("script", bytes("new"), { mode: "overwrite" });
    await adapter.write("source", bytes("newer"), { mode: "create" });
    await adapter.copy("source", "script", { overwrite: true });
    await adapter.write("script", bytes("!"), { mode: "append" });
    expect(permissions(join(root, "script"))).toBe(0o751);
    const { uid, gid } = statSync(join(root, "script"));
    expect([uid, gid]).toEqual(isRoot ? [1234, 2345] : [process.getuid?.(), process.getgid?.()]);
    expect(await textOf(adapter, "script")).toBe("newer!");
  });

  test("a new file has the permissions that any program would give it, and a copy those of its source", async () => {
    const root = folder();
    const adapter = adapterOn(root, { containment });
    await adapter.write("created", bytes("x"), { mode: "create" });
    await adapter.write("overwritten", bytes("x"), { mode: "overwrite" });
    await adapter.write("appended", bytes("x"), { mode: "append" });
    writeFileSync(join(root, "usual"), "");
    for (const name of ["created", "overwritten", "appended"]) {
      expect(permissions(join(root, name)), name).toBe(permissions(join(root, "usual")));
    }
    chmodSync(join(root, "usual"), 0o700);
    await adapter.copy("usual", "copied");
    expect(permissions(join(root, "copied"))).toBe(0o700);
  });

  test("nothing is left beside a file, whatever became of the write", async () => {
    const root = folder();
    const adapter = adapterOn(root, { containment });
    mkdirSync(join(root, "folder"));
    const { version } = await adapter.write("a", bytes("one"), { mode: "create" });
    const signal = AbortSignal.abort();
    await outcomeOf(() => adapter.write("a", bytes("x"), { mode: "create" }));
    await outcomeOf(() => adapter.write("a", bytes("x"), { mode: "overwrite", ifMatch: `${version}x` }));
    await outcomeOf(() => adapter.write("a", bytes("x"), { mode: "append", ifMatch: `${version}x` }));
    await outcomeOf(() => adapter.write("folder", bytes("x"), { mode: "overwrite" }));
    await outcomeOf(() => adapter.write("a", bytes("x"), { mode: "overwrite", signal }));
    await outcomeOf(() => adapter.move("folder", "folder/inner"));
    expect(readdirSync(root, { recursive: true }).toSorted()).toEqual(["a", "folder"]);
    expect(await textOf(adapter, "a")).toBe("one");
  });

  test("of many writers that read one version, one wins, in every round", async () => {
    const adapter = adapterOn(quickFolder(), { containment });
    let { version = "" } = await adapter.write("a", bytes("0"), { mode: "create" });
    for (let round = 0; round < 30; round++) {
      const outcomes = await Promise.all(
        Array.from({ length: 6 }, (_, writer) =>
          outcomeOf(() =>
            adapter.write("a", bytes(`${round}.${writer}`), { mode: "overwrite", ifMatch: version }),
          ),
        ),
      );
      expect(outcomes.toSorted()).toEqual(["done", ...Array<string>(5).fill("version_mismatch")]);
      version = (await adapter.stat("a")).version ?? "";
    }
  });

  test("no two writes of one size give one version", async () => {
    const adapter = adapterOn(quickFolder(), { containment });
    const versions = new Set<string | undefined>();
    for (let round = 0; round < 100; round++) {
      versions.add((await adapter.write("a", bytes(`${round}`.padStart(3)), { mode: "overwrite" })).version);
    }
    expect(versions.size).toBe(100);
  });

  test("the read-only option refuses every change", async () => {
    const root = folder();
    writeFileSync(join(root, "a"), "one");
    const adapter = adapterOn(root, { containment, access: "read" });
    const content = bytes("x");
    for (const call of [
      () => adapter.write("a", content, { mode: "overwrite" }),
      () => adapter.write("a", content, { mode: "append" }),
      () => adapter.write("b", content, { mode: "create" }),
      () => adapter.makeDirectory("folder"),
      () => adapter.makeDirectory("folder/inner", { recursive: true }),
      () => adapter.move("a", "b"),
      () => adapter.copy("a", "b"),
      () => adapter.remove("a"),
    ]) {
      expect(await outcomeOf(call)).toBe("read_only");
    }
    expect(readdirSync(root)).toEqual(["a"]);
  });

  test("a file that would become too large is refused, and stays as it was", async () => {
    const root = folder();
    const adapter = adapterOn(root, { containment, limits: { maxFileBytes: 10 } });
    await adapter.write("a", bytes("12345678"), { mode: "create" });
    for (const [mode, text] of [
      ["overwrite", "12345678901"],
      ["append", "345"],
    ] as const) {
      expect(await outcomeOf(() => adapter.write("a", bytes(text), { mode }))).toBe("limit_exceeded");
    }
    expect(readFileSync(join(root, "a"), "utf8")).toBe("12345678");
  });
});

test("a full disk is no_space, and nothing is lost", async (context) => {
  const root = smallDisk(context);
  const adapter = adapterOn(root);
  await adapter.write("a", bytes("old"), { mode: "create" });
  await adapter.write("source", new Uint8Array(150_000), { mode: "create" });
  const large = new Uint8Array(1_000_000);
  expect(await outcomeOf(() => adapter.write("a", large, { mode: "overwrite" }))).toBe("no_space");
  expect(await outcomeOf(() => adapter.write("a", large, { mode: "append" }))).toBe("no_space");
  expect(await outcomeOf(() => adapter.write("b", large, { mode: "create" }))).toBe("no_space");
  expect(await outcomeOf(() => adapter.copy("source", "copy"))).toBe("no_space");
  expect(await textOf(adapter, "a")).toBe("old");
  expect(readdirSync(root).toSorted()).toEqual(["a", "source"]);
  // What is removed makes room again.
  await adapter.remove("source");
  await adapter.write("a", new Uint8Array(100_000), { mode: "overwrite" });
});

test("a file system that may only be read is read_only", async (context) => {
  const root = smallDisk(context);
  writeFileSync(join(root, "a"), "old");
  expect(spawnSync("mount", ["-o", "remount,ro", root]).status).toBe(0);
  const adapter = adapterOn(root);
  for (const call of [
    () => adapter.write("a", bytes("new"), { mode: "overwrite" }),
    () => adapter.write("a", bytes("new"), { mode: "append" }),
    () => adapter.write("b", bytes("new"), { mode: "create" }),
    () => adapter.makeDirectory("folder"),
    () => adapter.remove("a"),
  ]) {
    expect(await outcomeOf(call)).toBe("read_only");
  }
  expect(await textOf(adapter, "a")).toBe("old");
});

test.skipIf(process.platform === "win32")(
  "a quota on the size of files is no_space, and nothing is lost",
  async () => {
    const root = folder();
    writeFileSync(join(root, "large"), "old");
    writeFileSync(join(root, "small"), "old");
    // Blocks of 512 bytes or of 1 KiB, as the shell counts.
    const shell = "ulimit -f 100";
    expect(await runProgram(root, "large", 2, { shell })).toEqual(["no_space", "no_space"]);
    expect(await runProgram(root, "large append", 1, { shell })).toEqual(["no_space"]);
    for (const name of ["large", "small"]) expect(readFileSync(join(root, name), "utf8")).toBe("old");
    expect(readdirSync(root).toSorted()).toEqual(["large", "small"]);
  },
);

test.skipIf(process.platform === "win32")(
  "what the permissions forbid is permission_denied, and nothing changes",
  async (context) => {
    // Below the system's folder for temporary files, which everybody may walk through.
    const root = mkdtempSync(join(tmpdir(), "mcs-localfs-permissions-"));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    for (const name of ["unreadable", "unwritable"]) writeFileSync(join(root, name), "old");
    for (const name of ["closed", "open"]) mkdirSync(join(root, name));
    const modes = { unreadable: 0o000, unwritable: 0o444, closed: 0o555, open: 0o777, "": 0o755 };
    for (const [name, mode] of Object.entries(modes)) chmodSync(join(root, name), mode);
    const somebody = isRoot ? { uid: 65_534, gid: 65_534 } : {};
    const readable = spawnSync(
      process.execPath,
      ["-e", "fs.readFileSync(process.argv[1])", import.meta.filename],
      somebody,
    );
    if (readable.status !== 0) context.skip("another user cannot read the program");
    for (const task of [
      "copy unreadable",
      "overwrite unwritable",
      "append unwritable",
      "create in unwritable",
    ]) {
      expect(await runProgram(root, task, 1, somebody), task).toEqual(["permission_denied"]);
    }
    // The root itself is somebody else's: what is open below it can be written all the same.
    expect(await runProgram(root, "create below", 1, somebody)).toEqual(["done"]);
    expect(readFileSync(join(root, "unwritable"), "utf8")).toBe("old");
    const left = ["closed", "open", "open/new", "unreadable", "unwritable"];
    expect(readdirSync(root, { recursive: true }).toSorted()).toEqual(left);
  },
);

test("an abort that comes before the rename leaves the old content", async () => {
  const adapter = adapterOn(folder());
  await adapter.write("a", bytes("old"), { mode: "create" });
  const controller = new AbortController();
  const content = new Uint8Array(40_000_000);
  const written = adapter.write("a", content, { mode: "overwrite", signal: controller.signal });
  setImmediate(() => controller.abort());
  await expect(written).rejects.toThrow(AbortedError);
  expect(await textOf(adapter, "a")).toBe("old");
  expect(await namesIn(adapter, "")).toEqual(["a"]);
});

/** A disk of 256 KiB. Only root can mount one, and not everywhere. */
function smallDisk(context: TestContext): string {
  const root = folder();
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", root]).status !== 0) {
    context.skip("a small disk cannot be mounted here");
  }
  onTestFinished(() => void spawnSync("umount", [root]));
  return root;
}
