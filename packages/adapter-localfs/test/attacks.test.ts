import { spawnSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { ConfigurationError, FileError } from "@mcs/core";
import { describe, expect, onTestFinished, test } from "vitest";
import { LocalFsAdapter, type LocalFsAdapterOptions } from "../src/index.ts";
import { isDangerousOnWindows } from "../src/paths.ts";
import {
  adapterOn,
  bytes,
  callsWith,
  namesIn,
  outcomeOf,
  rootAndOutside,
  textOf,
} from "./support/folders.ts";

const isUndefinedOrTyped = (value: unknown) => value === undefined || value instanceof FileError;

const SECRET = "the secret of somebody else";

describe.each(["descriptors", "rechecks"] as const)("%s", (containment) => {
  function prepared(options: Omit<LocalFsAdapterOptions, "root"> = {}) {
    const { root, outside } = rootAndOutside();
    writeFileSync(join(outside, "secret.txt"), SECRET);
    writeFileSync(join(root, "own.txt"), "own");
    return { root, outside, adapter: adapterOn(root, { containment, ...options }) };
  }

  /** Every method refuses the path with one of the codes, and what is outside stays as it was. */
  async function refusesAll(
    { adapter, outside }: ReturnType<typeof prepared>,
    path: string,
    codes: readonly string[],
  ): Promise<void> {
    for (const [name, call] of Object.entries(callsWith(adapter, path))) {
      expect(codes, `${name} with ${JSON.stringify(path)}`).toContain(await outcomeOf(call));
    }
    expect(readdirSync(outside)).toEqual(["secret.txt"]);
    expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe(SECRET);
    expect(await textOf(adapter, "own.txt")).toBe("own");
  }

  /** Whatever a path means in the root, it means nothing outside. */
  async function staysInside({ adapter, outside }: ReturnType<typeof prepared>, path: string): Promise<void> {
    for (const [name, call] of Object.entries(callsWith(adapter, path))) {
      const outcome = await call().catch((error: unknown) => error);
      const about = `${name} with ${JSON.stringify(path)}`;
      expect(outcome instanceof Error ? outcome : undefined, about).toSatisfy(isUndefinedOrTyped);
      expect(JSON.stringify(outcome) ?? "", about).not.toContain(SECRET);
    }
    expect(readdirSync(outside)).toEqual(["secret.txt"]);
    expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe(SECRET);
  }

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
      const everything = adapterOn("/", { containment, followSymlinks, readOnly: true });
      for (const path of ["proc/self/environ", `proc/${process.pid}/environ`, "sys/kernel/uevent_seqnum"]) {
        if (existsSync(`/${path}`))
          expect(await outcomeOf(() => textOf(everything, path)), path).toBe("outside_root");
      }
      expect(await outcomeOf(() => namesIn(everything, "proc"))).toBe("outside_root");
      expect(await outcomeOf(() => textOf(everything, "dev/zero"))).toBe("not_a_file");
    }
    await expect(adapterOn("/proc", { containment }).stat("")).rejects.toThrow(ConfigurationError);
  });

  test("NUL: a path is not cut short", async () => {
    const subject = prepared();
    for (const path of ["own.txt\0", "own.txt\0.png", "\0", "../outside/secret.txt\0own.txt"]) {
      await refusesAll(subject, path, ["invalid_path"]);
    }
  });

  test(".. in every encoding stays in the root", async () => {
    const plain = [
      "..",
      "../outside/secret.txt",
      "a/../../outside/secret.txt",
      "./../outside",
      "/../outside",
    ];
    for (const path of plain) await refusesAll(prepared(), path, ["invalid_path"]);
    const encoded = [
      "%2e%2e/outside/secret.txt",
      "%2e%2e%2foutside%2fsecret.txt",
      "..%2foutside%2fsecret.txt",
      "%252e%252e%252foutside",
      "..%c0%afoutside/secret.txt",
      "%c0%ae%c0%ae/outside/secret.txt",
      "..\\outside\\secret.txt",
      "..%5coutside%5csecret.txt",
      "．．/outside/secret.txt",
      "․․/outside/secret.txt",
      "..∕outside∕secret.txt",
      "..;/outside/secret.txt",
      ".. /outside/secret.txt",
      "..../outside/secret.txt",
      "....//outside/secret.txt",
      "\u202e../outside/secret.txt",
      "\ud800/../outside",
    ];
    for (const path of encoded) await staysInside(prepared(), path);
  });

  test("NFC and NFD twins are two files, each its own", async () => {
    const { root, adapter } = prepared();
    const [nfc, nfd] = ["caf\u00e9.txt", "cafe\u0301.txt"];
    await adapter.write(nfc, bytes("composed"), { mode: "create" });
    writeFileSync(join(root, nfd), "decomposed");
    // Where the file system itself takes them for one, there is one to read.
    const expected =
      readdirSync(root).length === 3 ? ["composed", "decomposed"] : ["decomposed", "decomposed"];
    expect([await textOf(adapter, nfc), await textOf(adapter, nfd)]).toEqual(expected);
  });

  test("case twins are two files where the file system says so, and a case variant of ours is no way in", async () => {
    const { root, adapter } = prepared();
    await adapter.write("Readme", bytes("upper"), { mode: "create" });
    writeFileSync(join(root, "readme"), "lower");
    const expected = readdirSync(root).length === 3 ? ["upper", "lower"] : ["lower", "lower"];
    expect([await textOf(adapter, "Readme"), await textOf(adapter, "readme")]).toEqual(expected);
    for (const path of [".mcs-localfs", ".MCS-LocalFS", ".mcs-localfs-lock-00/x"]) {
      expect(await outcomeOf(() => adapter.write(path, bytes("x"), { mode: "create" }))).toBe("invalid_path");
    }
  });

  test.skipIf(process.platform === "win32")(
    "Windows devices and drive paths are names in the root on POSIX",
    async () => {
      const subject = prepared();
      const names = [
        "C:\\Windows\\win.ini",
        "C:",
        "\\\\server\\share",
        "CON",
        "NUL.txt",
        "foo.",
        "a:b",
        "x::$DATA",
        "\\\\?\\C:\\x",
      ];
      for (const name of names) {
        await subject.adapter.write(name, bytes(name), { mode: "create" });
        expect(await textOf(subject.adapter, name)).toBe(name);
        expect(existsSync(join(subject.root, name))).toBe(true);
      }
      expect(await outcomeOf(() => textOf(subject.adapter, "C:/Windows/win.ini"))).toBe("not_a_directory");
      expect(readdirSync(subject.outside)).toEqual(["secret.txt"]);
    },
  );

  test("a sparse file of 3 GB is read where it is asked for, and never as a whole", async () => {
    const { root, adapter } = prepared();
    writeFileSync(join(root, "huge"), "head");
    truncateSync(join(root, "huge"), 3_000_000_000);
    expect(await adapter.stat("huge")).toMatchObject({ kind: "file", size: 3_000_000_000 });
    const file = await adapter.open("huge");
    expect(new TextDecoder().decode(await file.read(0, 4))).toBe("head");
    expect(await file.read(2_999_999_990, 100)).toHaveLength(10);
    expect(await outcomeOf(() => file.read(0, file.stat.size))).toBe("limit_exceeded");
    await file.close();
    expect(await outcomeOf(() => adapter.copy("huge", "copy"))).toBe("limit_exceeded");
    expect(await outcomeOf(() => adapter.write("huge", bytes("x"), { mode: "append" }))).toBe(
      "limit_exceeded",
    );
    expect(await namesIn(adapter, "")).toEqual(["huge", "own.txt"]);
  });

  test("a huge directory is listed in pieces, and the listing can be left", async () => {
    const { root, adapter } = prepared();
    for (let index = 0; index < 1_200; index++) writeFileSync(join(root, `f${index}`), "");
    for (let times = 0; times < 50; times++) {
      for await (const entry of adapter.list("")) {
        expect(entry.kind).toBe("file");
        break;
      }
    }
    expect(await namesIn(adapter, "")).toHaveLength(1_201);
    // A descriptor that stayed open at each early end would be one of fifty.
    if (existsSync("/proc/self/fd")) expect(readdirSync("/proc/self/fd").length).toBeLessThan(60);
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

test("names that mean something else on Windows are recognised", () => {
  const bad = ["CON", "con.txt", "NUL", "nul .txt", "COM1", "lpt9.log", "COM¹", "CONIN$", "aux.tar.gz"];
  const cut = ["foo.", "foo ", "a:b", "x::$DATA", "a\\b", "a*", "a?b", "a|b", "<a>", 'a"b', "a\u0001b"];
  const good = ["console", "com", "com10", "nullable.ts", "aux-file", "a.b", ".gitignore", "größe", "con_"];
  expect([...bad, ...cut].filter((name) => !isDangerousOnWindows(name))).toEqual([]);
  expect(good.filter(isDangerousOnWindows)).toEqual([]);
});
