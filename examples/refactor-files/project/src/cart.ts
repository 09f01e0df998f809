import { calc } from "./tax.ts";

export interface Item {
  readonly name: string;
  readonly cents: number;
}

export function total(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + calc(item.cents), 0);
}
