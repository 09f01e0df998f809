import { secret } from "@mcs/core";
import { expect, test } from "vitest";
import { explain } from "../src/errors.ts";
import { kindOf, statFrom } from "../src/file-stat.ts";
import { SftpAdapter, type SftpAdapterOptions } from "../src/index.ts";

const GOOD = {
  host: "files.example.com",
  username: "ada",
  password: secret("hunter2"),
  hostKey: `SHA256:${"A".repeat(43)}`,
};

const WRONG: readonly (readonly [what: string, options: object, message: string])[] = [
  ["no host", { host: "" }, "host"],
  ["no host key", { hostKey: undefined }, "hostKey is needed"],
  ["an empty list of host keys", { hostKey: [] }, "hostKey is needed"],
  ["a host key that is a word", { hostKey: "trustme" }, "hostKey has to be"],
  ["a fingerprint of MD5", { hostKey: "MD5:16:27:ac:a5" }, "hostKey has to be"],
  ["no credential", { password: undefined }, "password or privateKey is needed"],
  ["a password as a plain text", { password: "hunter2" }, "password has to be a credential"],
  ["a root with a NUL", { root: "a\0b" }, "root"],
  ["a time-out of nothing", { timeouts: { requestMs: 0 } }, "requestMs"],
];

for (const [what, options, message] of WRONG) {
  test(`${what} is refused by the constructor`, () => {
    const all = { ...GOOD, ...options } as SftpAdapterOptions;
    expect(() => new SftpAdapter(all)).toThrow(expect.objectContaining({ code: "invalid_configuration" }));
    expect(() => new SftpAdapter(all)).toThrow(`option ${message}`);
  });
}

test("an adapter does not show its credentials", () => {
  expect(JSON.stringify(new SftpAdapter(GOOD))).not.toContain("hunter2");
});

test("modes tell kinds", () => {
  expect([0o100644, 0o040755, 0o120777, 0o010644, 0o060660].map(kindOf)).toEqual([
    "file",
    "directory",
    "symlink",
    "other",
    "other",
  ]);
});

test("a stat is in milliseconds, and only files have size and version", () => {
  const about = { uid: 0, gid: 0, size: 5, atime: 7, mtime: 7 };
  expect(statFrom({ ...about, mode: 0o100644 })).toEqual({
    kind: "file",
    size: 5,
    modifiedMs: 7_000,
    version: "7-5",
  });
  expect(statFrom({ ...about, mode: 0o040755 })).toMatchObject({ size: 0, version: undefined });
});

for (const [status, code] of [
  [2, "file_not_found"],
  [3, "permission_denied"],
  [4, "backend_failed"],
  [8, "unsupported"],
] as const) {
  test(`status ${status} is ${code}, without the server's words`, () => {
    const error = Object.assign(new Error("/srv/secret: no"), { code: status });
    const explained = explain(error, "a");
    expect(explained).toMatchObject({ code, path: "a" });
    expect(`${explained.message} ${explained.cause}`).not.toContain("/srv/secret");
  });
}
