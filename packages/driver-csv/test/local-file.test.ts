import { once } from "node:events";
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { DESCRIPTOR_PATHS, openLocal } from "../src/engine/local-file.ts";
import type { TableFile } from "../src/table/table-file.ts";

const folder = mkdtempSync(join(tmpdir(), "csv-local-file-test-"));
const root = join(folder, "root");
mkdirSync(join(root, "sub"), { recursive: true });
mkdirSync(join(folder, "root-evil"));
writeFileSync(join(root, "a.csv"), "a,b\n1,2\n");
writeFileSync(join(root, "sub/b.csv"), "a,b\n3,4\n");
writeFileSync(join(folder, "root-evil/b.csv"), "a,b\n9,9\n");
afterAll(() => rmSync(folder, { recursive: true }));

/** A table file as the adapter has opened it. */
function opened(name: string, size = 8): TableFile {
  return { name, source: { size } } as TableFile;
}

describe.skipIf(!DESCRIPTOR_PATHS)("a file that the engine reads where it lies", () => {
  test("is below the root, and says whether it changed", async () => {
    const file = await openLocal(root, opened("sub/b.csv"));
    expect(readFileSync(file?.path ?? "", "utf8")).toBe("a,b\n3,4\n");
    expect(await file?.isUnchanged()).toBe(true);
    writeFileSync(join(root, "sub/b.csv"), "5,6\n", { flag: "a" });
    expect(await file?.isUnchanged()).toBe(false);
    await file?.close();
    writeFileSync(join(root, "sub/b.csv"), "a,b\n3,4\n");
  });

  test("stays the one that was opened when its path is given to another", async () => {
    const file = await openLocal(root, opened("a.csv"));
    renameSync(join(root, "a.csv"), join(root, "moved.csv"));
    symlinkSync(join(folder, "root-evil/b.csv"), join(root, "a.csv"));
    expect(readFileSync(file?.path ?? "", "utf8")).toBe("a,b\n1,2\n");
    await file?.close();
    expect(await openLocal(root, opened("a.csv"))).toBeUndefined();
  });

  test("is none that a link leads to, out of the root or by another name", async () => {
    renameSync(join(root, "sub"), join(root, "kept"));
    symlinkSync(join(folder, "root-evil"), join(root, "sub"));
    expect(await openLocal(root, opened("sub/b.csv"))).toBeUndefined();
    linkSync(join(folder, "root-evil/b.csv"), join(root, "hard.csv"));
    expect(await openLocal(root, opened("hard.csv"))).toBeUndefined();
    expect(await openLocal(root, opened("../root-evil/b.csv"))).toBeUndefined();
  });

  test("is none of another size, no folder and no socket", async () => {
    expect(await openLocal(root, opened("kept/b.csv", 9))).toBeUndefined();
    expect(await openLocal(root, opened("kept"))).toBeUndefined();
    const server = createServer().listen(join(root, "s.csv"));
    await once(server, "listening");
    expect(await openLocal(root, opened("s.csv", 0))).toBeUndefined();
    server.close();
    expect(await openLocal(root, opened("gone.csv"))).toBeUndefined();
  });
});
