import { type Item, total } from "./cart.ts";
import { calc } from "./tax.ts";

export function invoice(items: readonly Item[]): string {
  const lines = items.map((item) => `${item.name}: ${calc(item.cents)}`);
  return [...lines, `Total: ${total(items)}`].join("\n");
}
