import { secret } from "@mcs/core";
import { expect, test } from "vitest";
import { WebdavAdapter, type WebdavAdapterOptions } from "../src/index.ts";

const password = secret("hunter2");
const auth = { username: "ada", password };

const WRONG: readonly (readonly [what: string, options: object, message: string])[] = [
  ["what is no URL", { url: "files" }, "url has to be"],
  ["another scheme", { url: "ftp://host/files" }, "url has to be"],
  ["credentials in the URL", { url: "https://ada:hunter2@host/files" }, "url must not hold credentials"],
  ["a query", { url: "https://host/files?a" }, "url has no query"],
  ["a password in the clear", { url: "http://host/files", auth }, "url has to be https"],
  ["a password as a plain text", { auth: { username: "ada", password: "hunter2" } }, "auth has to"],
  ["a time-out of nothing", { timeoutMs: 0 }, "timeoutMs has to"],
];

for (const [what, options, message] of WRONG) {
  test(`${what} is refused by the constructor, and no credential is repeated`, () => {
    const all = { url: "https://host/files", ...options } as WebdavAdapterOptions;
    const make = () => new WebdavAdapter(all);
    expect(make).toThrow(expect.objectContaining({ code: "invalid_configuration" }));
    expect(make).toThrow(`option ${message}`);
    expect(make).not.toThrow("hunter2");
  });
}

test("a password goes over http to loopback, and elsewhere when it is asked for", () => {
  for (const url of ["http://localhost/a", "http://127.0.0.1:8080/a", "http://[::1]/a"]) {
    expect(new WebdavAdapter({ url, auth }).adapter).toBe("webdav");
  }
  expect(new WebdavAdapter({ url: "http://host/a", auth, unsafePlainHttp: true }).adapter).toBe("webdav");
});
