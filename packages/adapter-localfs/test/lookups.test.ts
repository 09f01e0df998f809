import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { descriptors, hasDescriptorPaths } from "../src/descriptors.ts";
import { lookupsOn } from "../src/lookups.ts";
import { adapterOn, folder, outcomeOf, textOf } from "./support/folders.ts";

const EXT4 = 0xef53;
const NFS = 0x6969;

test.skipIf(!hasDescriptorPaths()).each([EXT4, NFS])(
  "a walk on a disk and one over a network find the same, type %i",
  async (type) => {
    const path = folder();
    mkdirSync(join(path, "a"));
    writeFileSync(join(path, "a/file"), "content");
    symlinkSync("a", join(path, "link"));
    const lookups = lookupsOn(type, lstatSync(path, { bigint: true }).dev);
    expect(lookups.isLocal).toBe(type === EXT4);
    const root = await descriptors.openRoot(path, lookups);
    const inner = await root.enter("a");
    const held = await inner.hold("file");
    const fd = await held?.open(constants.O_RDONLY);
    expect(readFileSync(fd ?? -1, "utf8")).toBe("content");
    expect((await inner.look("file"))?.isFile()).toBe(true);
    expect(await inner.look("missing")).toBeUndefined();
    expect(await inner.hold("missing")).toBeUndefined();
    expect(await outcomeOf(() => root.enter("missing"))).toBe("ENOENT");
    expect(["ELOOP", "ENOTDIR"]).toContain(await outcomeOf(() => root.enter("link")));
    expect((await root.look("link"))?.isSymbolicLink()).toBe(true);
    closeSync(fd ?? -1);
    held?.release();
    inner.release();
    root.release();
  },
);

/** Holds a lease on a file, which makes whoever opens it wait, until its input ends. */
const LEASE = `
import fcntl, os, signal, sys
signal.signal(signal.SIGIO, lambda *_: print("asked", flush=True))
file = os.open(sys.argv[1], os.O_RDWR)
fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
print("held", flush=True)
sys.stdin.read()
`;
const hasPython = spawnSync("python3", ["-c", "import fcntl; fcntl.F_SETLEASE"]).status === 0;

test.skipIf(!hasDescriptorPaths() || !hasPython)(
  "nobody else waits for a file that another program holds a lease on",
  async () => {
    const root = folder();
    const path = join(root, "leased");
    writeFileSync(path, "content");
    const adapter = adapterOn(root);
    const program = spawn("python3", ["-c", LEASE, path], { stdio: ["pipe", "pipe", "inherit"] });
    await once(program.stdout, "data");
    const content = textOf(adapter, "leased");
    // It lets go only because this process can still say so: one that stood still would wait for the kernel.
    await once(program.stdout, "data");
    program.stdin.end();
    expect(await content).toBe("content");
  },
);
