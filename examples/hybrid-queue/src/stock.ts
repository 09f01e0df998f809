import { defineTool, defineToolDriver, ExecutionError, type HybridDriver, hybrid } from "@mcs/core";

/** The stock of a warehouse as a driver: ready for models, and for programs that know nothing of models. */
export function stockDriver(stock: Map<string, number>): HybridDriver {
  const item = {
    name: "item",
    description: "What it is called.",
    required: true,
    schema: { type: "string" },
  } as const;
  const inStock = (name: string): number => {
    const count = stock.get(name);
    if (count === undefined) throw new ExecutionError(`There is no ${name}.`, { code: "unknown_item" });
    return count;
  };
  return hybrid(
    defineToolDriver({
      id: "9f7f2d3c-6c51-4b0e-8d2a-2d7c1b0a5e44",
      name: "Stock",
      version: "1.0.0",
      bindings: [{ capability: "stock", adapter: "memory", specFormat: "Custom" }],
      tools: [
        defineTool({
          name: "count_item",
          description: "Tells how many of an item there are.",
          annotations: { readOnly: true },
          parameters: [item],
          execute: ({ item }) => ({ item, count: inStock(String(item)) }),
        }),
        defineTool({
          name: "reserve_item",
          description: "Takes some of an item out of the stock.",
          annotations: { destructive: true },
          parameters: [
            item,
            {
              name: "count",
              description: "How many.",
              required: true,
              schema: { type: "integer", minimum: 1 },
            },
          ],
          execute: ({ item, count }) => {
            const left = inStock(String(item)) - Number(count);
            if (left < 0)
              throw new ExecutionError(`Only ${left + Number(count)} are left.`, { code: "sold_out" });
            stock.set(String(item), left);
            return { item, reserved: count, left };
          },
        }),
      ],
    }),
  );
}
