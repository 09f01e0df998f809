import { closeSync, constants, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { descriptors, hasDescriptorPaths } from "../src/descriptors.ts";
import { lookupsOn } from "../src/lookups.ts";
import { folder, outcomeOf } from "./support/folders.ts";

const EXT4 = 0xef53;
const NFS = 0x6969;

test.skipIf(!hasDescriptorPaths()).each([EXT4, NFS])(
  "a walk on a disk and one over a network find the same, type %i",
  async (type) => {
    const path = folder();
    mkdirSync(join(path, "a"));
    writeFileSync(join(path, "a/file"), "content");
    symlinkSync("a", join(path, "link"));
    const lookups = lookupsOn(type);
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
