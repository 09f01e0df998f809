import { spawnSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { ConfigurationError } from "@mcs/core";
import { describe, expect, onTestFinished, test } from "vitest";
import { LocalFsAdapter, type LocalFsAdapterOptions } from "../src/index.ts";
import { refusesAll, staysInside, subjectWith } from "./support/attacks.ts";
import { adapterOn, bytes, callsWith, namesIn, outcomeOf, textOf } from "./support/folders.ts";
import { SECRET } from "./support/race.ts";

describe.each(["descriptors", "rechecks"] as const)("%s", (containment) => {
  const prepared = (options: Omit<LocalFsAdapterOptions, "root"> = {}) =>
    subjectWith({ containment, ...options });

  for (const followSymlinks of [false, true]) {
    test(`CVE-2025-53109: no link leads out, followSymlinks: ${followSymlinks}`, async () => {
      const subject = prepared({ followSymlinks });
      const { root, outside } = subject;
      symlinkSync(join(outside, "secret.txt"), join(root, "file"));
      symlinkSync("../outside/secret.txt", join(root, "relative"));
      symlinkSync(outside, join(root, "folder"));
      symlinkSync("folder", join(root, "chain"));
      mkdirSync(join(root, "deep"));
      symlinkSync("../../outside", join(root, "deep", "up"));
      const refused = ["outside_root", "file_exists", "not_a_file"];
      for (const path of ["file", "relative"]) await refusesAll(subject, path, refused);
      for (const path of ["folder/secret.txt", "chain/secret.txt", "deep/up/secret.txt", "folder/new.txt"]) {
        await refusesAll(subject, path, ["outside_root"]);
      }
      expect(await outcomeOf(() => namesIn(subject.adapter, "folder"))).toBe("outside_root");
      expect(await outcomeOf(() => subject.adapter.remove("folder/secret.txt"))).toBe("outside_root");
    });
  }

  test("CVE-2025-53110: a sibling whose name begins with the root's is not the root", async () => {
    const subject = prepared({ followSymlinks: true });
    const { root } = subject;
    mkdirSync(`${root}-evil`);
    writeFileSync(join(`${root}-evil`, "secret.txt"), SECRET);
    symlinkSync(join(`${root}-evil`, "secret.txt"), join(root, "file"));
    symlinkSync(`${root}-evil`, join(root, "folder"));
    await refusesAll(subject, "../safe-evil/secret.txt", ["invalid_path"]);
    await staysInside(subject, "-evil/secret.txt");
    await refusesAll(subject, "folder/secret.txt", ["outside_root"]);
    expect(await outcomeOf(() => textOf(subject.adapter, "file"))).toBe("outside_root");
    expect(readdirSync(`${root}-evil`)).toEqual(["secret.txt"]);
  });

  test("GHSA-7rgq-gccq-qphx: siblings that differ by a quote or a space are not the root", async () => {
    for (const suffix of ['"', "'", " ", "`", "\\", "\t"]) {
      const subject = prepared({ followSymlinks: true });
      const { root, adapter } = subject;
      const sibling = `${root}${suffix}`;
      mkdirSync(sibling);
      writeFileSync(join(sibling, "secret.txt"), SECRET);
      symlinkSync(sibling, join(root, "folder"));
      await refusesAll(subject, "folder/secret.txt", ["outside_root"]);
      await refusesAll(subject, `../safe${suffix}/secret.txt`, ["invalid_path"]);
      // A root with such an end is that folder, not the one without.
      const quoted = adapterOn(sibling, { containment });
      expect(await namesIn(quoted, "")).toEqual(["secret.txt"]);
      expect(await namesIn(adapter, "")).not.toContain("secret.txt");
    }
  });

  test("DesktopCommander #420: nothing is written through a dangling link", async () => {
    for (const followSymlinks of [false, true]) {
      const { root, outside, adapter } = prepared({ followSymlinks });
      symlinkSync(join(outside, "new.txt"), join(root, "dangling"));
      for (const mode of ["create", "overwrite", "append"] as const) {
        const outcome = await outcomeOf(() => adapter.write("dangling", bytes("x"), { mode }));
        expect(["outside_root", "file_exists"]).toContain(outcome);
      }
      for (const overwrite of [false, true]) {
        expect(await outcomeOf(() => adapter.copy("own.txt", "dangling", { overwrite }))).not.toBe("done");
        expect(await outcomeOf(() => adapter.move("own.txt", "dangling", { overwrite }))).not.toBe("done");
      }
      expect(existsSync(join(outside, "new.txt"))).toBe(false);
      expect(lstatSync(join(root, "dangling")).isSymbolicLink()).toBe(true);
    }
  });

  test("hard links: a file with a second name is neither read nor written, unless that is allowed", async () => {
    const subject = prepared();
    const { root, outside } = subject;
    linkSync(join(outside, "secret.txt"), join(root, "linked"));
    const codes = ["hard_links", "file_exists", "not_a_directory"];
    for (const [name, call] of Object.entries(callsWith(subject.adapter, "linked"))) {
      expect(codes, name).toContain(await outcomeOf(call));
    }
    expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe(SECRET);
    expect(await textOf(adapterOn(root, { containment, allowHardLinks: true }), "linked")).toBe(SECRET);
  });

  test("FIFOs, sockets and devices are refused, and nothing waits for them", async () => {
    const { root, adapter } = prepared();
    expect(spawnSync("mkfifo", [join(root, "fifo")]).status).toBe(0);
    const server = createServer().listen(join(root, "socket"));
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const special = ["fifo", "socket"];
    // Only root makes devices, and not everywhere.
    if (spawnSync("mknod", [join(root, "zero"), "c", "1", "5"]).status === 0) special.push("zero");
    for (const path of special) {
      expect((await adapter.stat(path)).kind).toBe("other");
      for (const [name, call] of Object.entries(callsWith(adapter, path))) {
        expect(["not_a_file", "file_exists", "not_a_directory"], `${name} with ${path}`).toContain(
          await outcomeOf(call),
        );
      }
      for (const call of [() => adapter.move(path, "moved"), () => adapter.remove(path)]) {
        expect(await outcomeOf(call)).toBe("not_a_file");
      }
    }
  }, 10_000);

  test("/proc/self/environ: files of the kernel are refused, by path and by link", async () => {
    const { root } = prepared();
    symlinkSync("/proc/self/environ", join(root, "environ"));
    symlinkSync("/proc/self/root/etc/passwd", join(root, "passwd"));
    for (const followSymlinks of [false, true]) {
      const below = adapterOn(root, { containment, followSymlinks });
      for (const path of ["environ", "passwd"]) {
        expect(await outcomeOf(() => textOf(below, path))).toBe("outside_root");
      }
      const everything = adapterOn("/", { containment, followSymlinks, access: "read" });
      for (const path of ["proc/self/environ", `proc/${process.pid}/environ`, "sys/kernel/uevent_seqnum"]) {
        if (existsSync(`/${path}`))
          expect(await outcomeOf(() => textOf(everything, path)), path).toBe("outside_root");
      }
      expect(await outcomeOf(() => namesIn(everything, "proc"))).toBe("outside_root");
      expect(await outcomeOf(() => textOf(everything, "dev/zero"))).toBe("not_a_file");
    }
    await expect(adapterOn("/proc", { containment }).stat("")).rejects.toThrow(ConfigurationError);
  });

  test("links in a circle, and links that climb, come to an end", async () => {
    const { root, adapter } = prepared({ followSymlinks: true });
    symlinkSync("b", join(root, "a"));
    symlinkSync("a", join(root, "b"));
    symlinkSync("loop/loop/loop", join(root, "loop"));
    symlinkSync("../../../../..", join(root, "climb"));
    expect(await outcomeOf(() => textOf(adapter, "a"))).toBe("limit_exceeded");
    expect(await outcomeOf(() => textOf(adapter, "loop/x"))).toBe("limit_exceeded");
    expect(await outcomeOf(() => namesIn(adapter, "climb"))).toBe("outside_root");
  });
});

test("DesktopCommander #403: no root means nothing is allowed, not everything", () => {
  for (const root of [undefined, "", null, [], 7]) {
    expect(() => new LocalFsAdapter({ root } as never)).toThrow(ConfigurationError);
  }
  expect(() => new LocalFsAdapter(undefined as never)).toThrow(ConfigurationError);
});
