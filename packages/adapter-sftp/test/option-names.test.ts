import { ConfigurationError, secret } from "@mcs/core";
import { expect, test } from "vitest";
import { SftpAdapter } from "../src/index.ts";

test.each([
  [{ hostKeys: "x" }, "hostKeys", "hostKey"],
  [{ timeouts: { connect: 5 } }, "timeouts.connect", "timeouts.connectMs"],
])("an option that does not exist is named, and the closest one: %j", (options, name, closest) => {
  const make = (): SftpAdapter =>
    new SftpAdapter({
      host: "h",
      username: "u",
      password: secret("hunter2"),
      unsafeAnyHostKey: true,
      ...options,
    } as never);
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow(`The option ${name} of SftpAdapter does not exist. The closest one is ${closest}.`);
});

test("without options it says so, and which there are", () => {
  expect(() => new SftpAdapter(undefined as never)).toThrow(/SftpAdapter needs an object of options/);
});
