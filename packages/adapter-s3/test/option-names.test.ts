import { ConfigurationError } from "@mcs/core";
import { expect, test } from "vitest";
import { S3Adapter } from "../src/index.ts";

test.each([
  [{ regions: "x" }, "regions", "region"],
  [{ timeouts: { connect: 5 } }, "timeouts.connect", "timeouts.connectMs"],
])("an option that does not exist is named, and the closest one: %j", (options, name, closest) => {
  const make = (): S3Adapter => new S3Adapter({ bucket: "b", ...options } as never);
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow(`The option ${name} of S3Adapter does not exist. The closest one is ${closest}.`);
});

test("without options it says so, and which there are", () => {
  expect(() => new S3Adapter(undefined as never)).toThrow(/S3Adapter needs an object of options/);
});
