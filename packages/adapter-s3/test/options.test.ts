import { secret } from "@mcs/core";
import { expect, test } from "vitest";
import { S3Adapter, type S3AdapterOptions } from "../src/index.ts";

const WRONG: readonly (readonly [what: string, options: object, message: string])[] = [
  ["no bucket", { bucket: "" }, "bucket"],
  ["a bucket with a path", { bucket: "a/b" }, "bucket"],
  ["a root that climbs", { root: "a/../b" }, "root"],
  ["a root with a slash at the end", { root: "a/" }, "root"],
  ["an endpoint with credentials", { endpoint: "https://a:b@host" }, "endpoint"],
  ["an endpoint of another scheme", { endpoint: "ftp://host" }, "endpoint"],
  ["a secret as a plain text", { credentials: { accessKeyId: "a", secretAccessKey: "b" } }, "credentials"],
  ["a time-out of nothing", { timeouts: { requestMs: 0 } }, "requestMs"],
];

for (const [what, options, message] of WRONG) {
  test(`${what} is refused by the constructor`, () => {
    const all = { bucket: "bucket", ...options } as S3AdapterOptions;
    expect(() => new S3Adapter(all)).toThrow(expect.objectContaining({ code: "invalid_configuration" }));
    expect(() => new S3Adapter(all)).toThrow(`option ${message} `);
  });
}

test("a bucket is enough", () => {
  expect(new S3Adapter({ bucket: "bucket" }).adapter).toBe("s3");
});

test("an adapter does not show its credentials", () => {
  const credentials = { accessKeyId: "a", secretAccessKey: secret("hunter2") };
  expect(JSON.stringify(new S3Adapter({ bucket: "bucket", credentials }))).not.toContain("hunter2");
});
