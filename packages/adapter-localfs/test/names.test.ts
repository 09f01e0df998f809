import { existsSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { LocalFsAdapterOptions } from "../src/index.ts";
import { isDangerousOnWindows } from "../src/paths.ts";
import { refusesAll, staysInside, subjectWith } from "./support/attacks.ts";
import { bytes, namesIn, outcomeOf, textOf } from "./support/folders.ts";

describe.each(["descriptors", "rechecks"] as const)("%s", (containment) => {
  const prepared = (options: Omit<LocalFsAdapterOptions, "root"> = {}) =>
    subjectWith({ containment, ...options });

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
});

test("names that mean something else on Windows are recognised", () => {
  const bad = ["CON", "con.txt", "NUL", "nul .txt", "COM1", "lpt9.log", "COM¹", "CONIN$", "aux.tar.gz"];
  const cut = ["foo.", "foo ", "a:b", "x::$DATA", "a\\b", "a*", "a?b", "a|b", "<a>", 'a"b', "a\u0001b"];
  const good = ["console", "com", "com10", "nullable.ts", "aux-file", "a.b", ".gitignore", "größe", "con_"];
  expect([...bad, ...cut].filter((name) => !isDangerousOnWindows(name))).toEqual([]);
  expect(good.filter(isDangerousOnWindows)).toEqual([]);
});
