import { ConfigurationError } from "@mcs/core";
import { expect, test } from "vitest";
import { MemoryAdapter } from "../src/index.ts";

test.each([[{ maxByte: 5 }, "maxByte", "maxBytes"]])(
  "an option that does not exist is named, and the closest one: %j",
  (options, name, closest) => {
    const make = (): MemoryAdapter => new MemoryAdapter({ ...options } as never);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(
      `The option ${name} of MemoryAdapter does not exist. The closest one is ${closest}.`,
    );
  },
);
