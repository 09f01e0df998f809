import { ConfigurationError } from "@mcs/core";
import { expect, test } from "vitest";
import { LocalFsAdapter } from "../src/index.ts";

test.each([
  [{ followSymlink: true }, "followSymlink", "followSymlinks"],
  [{ limits: { readBytes: 5 } }, "limits.readBytes", "limits.maxReadBytes"],
])("an option that does not exist is named, and the closest one: %j", (options, name, closest) => {
  const make = (): LocalFsAdapter => new LocalFsAdapter({ root: ".", ...options } as never);
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow(`The option ${name} of LocalFsAdapter does not exist. The closest one is ${closest}.`);
});

test.each([
  [{ access: "rw" }, 'access has to be "read" or "write"'],
  [{ access: true }, 'access has to be "read" or "write"'],
  [{ containment: "none" }, "containment has to be"],
  [{ limits: { lockTimeoutMs: 0 } }, "limits.lockTimeoutMs has to be a positive integer"],
])("an option that cannot be used is refused at once: %j", (options, problem) => {
  const make = (): LocalFsAdapter => new LocalFsAdapter({ root: ".", ...options } as never);
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow(problem);
});

test("without options it says so, and which there are", () => {
  expect(() => new LocalFsAdapter(undefined as never)).toThrow(/LocalFsAdapter needs an object of options/);
});
