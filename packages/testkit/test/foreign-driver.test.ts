import { type CallOptions, hybrid, type MCSToolDriver, type Tool, type ToolArguments } from "@mcs/core";
import { testDriver } from "@mcs/testkit";
import { describe, test } from "vitest";

/** A ToolDriver written without anything of this project: it neither validates nor wraps its errors. */
class Sums implements MCSToolDriver {
  readonly meta = {
    id: "0e6f7a7e-5f0b-4a53-9a0e-6a2d5d9d8f11",
    name: "Sums",
    version: "1.0.0-beta.2",
    bindings: [{ capability: "sums", adapter: "*", specFormat: "Custom" }],
    targetLlms: null,
    capabilities: [],
  };

  async listTools(): Promise<readonly Tool[]> {
    const schema = { type: "number" };
    const description = "Divides a by b.";
    return [
      {
        name: "divide",
        description,
        parameters: [
          { name: "a", description: "", required: true, schema },
          { name: "b", description: "", required: true, schema },
        ],
      },
    ];
  }

  async executeTool(_tool: string, { a, b }: ToolArguments, _options?: CallOptions): Promise<unknown> {
    if (b === 0) throw new RangeError("Nothing can be divided by 0.");
    return { quotient: Number(a) / Number(b) };
  }
}

describe("a hybrid makes a ToolDriver that does not validate keep the contract", () => {
  testDriver({
    test,
    describe,
    driver: () => hybrid(new Sums()),
    sample: {
      valid: { tool: "divide", arguments: { a: 6, b: 3 }, result: { quotient: 2 } },
      failing: { tool: "divide", arguments: { a: 6, b: 0 } },
    },
  });
});
