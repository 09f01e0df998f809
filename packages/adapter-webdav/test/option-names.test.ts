import { ConfigurationError } from "@mcs/core";
import { expect, test } from "vitest";
import { WebdavAdapter } from "../src/index.ts";

test.each([[{ timeout: 5 }, "timeout", "timeoutMs"]])(
  "an option that does not exist is named, and the closest one: %j",
  (options, name, closest) => {
    const make = (): WebdavAdapter => new WebdavAdapter({ url: "https://h/", ...options } as never);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(
      `The option ${name} of WebdavAdapter does not exist. The closest one is ${closest}.`,
    );
  },
);

test("without options it says so, and which there are", () => {
  expect(() => new WebdavAdapter(undefined as never)).toThrow(/WebdavAdapter needs an object of options/);
});
