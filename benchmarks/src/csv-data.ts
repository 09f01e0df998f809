import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CITIES = ["Rome", "Oslo", "Paris", "Lima", "Cairo", "Delhi", "São Paulo", "Kyoto", "Quito", "Accra"];
const KINDS = ["book", "tool", "toy", "food", "music", "garden", "office"];
const BLOCK_ROWS = 20_000;

/** The folder that the files lie in: made once, and kept for the next run. */
export const FOLDER = join(tmpdir(), "mcs-benchmark-csv");

/**
 * Writes a table of orders with about so many bytes, the same for the same size, and returns its name. One record of
 * eight has a quoted note, one of eighty a line end or a quote within it.
 */
export function ordersFile(bytes: number): string {
  const name = `orders-${bytes}.csv`;
  const path = join(FOLDER, name);
  if (existsSync(path) && statSync(path).size >= bytes) return name;
  mkdirSync(FOLDER, { recursive: true });
  const partial = `${path}.${process.pid}`;
  const file = openSync(partial, "w");
  writeSync(file, "id,ordered_at,customer,city,kind,quantity,price,note\n");
  const random = generator(7);
  for (let written = 0, id = 0; written < bytes; id += BLOCK_ROWS) {
    written += writeSync(
      file,
      Array.from({ length: BLOCK_ROWS }, (_, row) => order(id + row, random)).join(""),
    );
  }
  closeSync(file);
  renameSync(partial, path);
  return name;
}

function order(id: number, random: () => number): string {
  const day = new Date(1_600_000_000_000 + id * 7_000).toISOString().slice(0, 19);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? "";
  const price = (random() * 500).toFixed(2);
  const quantity = Math.floor(random() * 20) + 1;
  return `${id},${day},c${Math.floor(random() * 90_000)},${pick(CITIES)},${pick(KINDS)},${quantity},${price},${note(random())}\n`;
}

function note(chance: number): string {
  if (chance < 1 / 160) return '"two\nlines"';
  if (chance < 1 / 80) return '"a ""fine"" gift"';
  return chance < 1 / 8 ? '"wrapped, with a card"' : "";
}

/** Numbers from 0 to 1, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
