import { ConfigurationError, secret } from "@mcs/core";
import { expect, test } from "vitest";
import { SmbAdapter } from "../src/index.ts";

test.each([
  [{ domains: "x" }, "domains", "domain"],
  [{ timeouts: { connect: 5 } }, "timeouts.connect", "timeouts.connectMs"],
])("an option that does not exist is named, and the closest one: %j", (options, name, closest) => {
  const make = (): SmbAdapter =>
    new SmbAdapter({
      host: "h",
      share: "s",
      username: "u",
      password: secret("hunter2"),
      ...options,
    } as never);
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow(`The option ${name} of SmbAdapter does not exist. The closest one is ${closest}.`);
});

test("without options it says so, and which there are", () => {
  expect(() => new SmbAdapter(undefined as never)).toThrow(/SmbAdapter needs an object of options/);
});
