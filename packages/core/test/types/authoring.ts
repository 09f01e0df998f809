import {
  defineTool,
  defineToolDriver,
  hybrid,
  type MCSDriver,
  type MCSToolDriver,
  resolveCapability,
  type SupportsHealthcheck,
} from "@mcs/core";
import { z } from "zod";

/** `execute` gets what the schema gives: defaults filled in, transforms applied. */
const tool = defineTool({
  name: "t",
  title: "T",
  input: z.object({ size: z.number().default(5), word: z.string().transform((word) => word.length) }),
  execute: ({ size, word }) => {
    const both: readonly number[] = [size, word];
    return both;
  },
});

const description = { id: "", name: "", version: "", bindings: [], tools: [tool] };
const plain: MCSToolDriver = defineToolDriver(description);
const healthy: MCSToolDriver & SupportsHealthcheck = defineToolDriver({
  ...description,
  healthcheck: async () => ({ status: "OK" }),
});
const both: MCSDriver & MCSToolDriver = hybrid(plain);
const health: SupportsHealthcheck | undefined = resolveCapability(both, "healthcheck");
void [healthy, health];
