import type { Dialect } from "./dialect.ts";

/** How the lines of a sample end. */
export function lineEnds(sample: Buffer): Dialect["lineEnds"] {
  const text = sample.toString("latin1", 0, 65_536);
  const crlf = text.split("\r\n").length - 1;
  const lf = text.split("\n").length - 1 - crlf;
  const cr = text.split("\r").length - 1 - crlf;
  const kinds = [lf > 0, crlf > 0, cr > 0].filter(Boolean).length;
  if (kinds === 0) return "none";
  if (kinds > 1) return "mixed";
  return lf > 0 ? "lf" : crlf > 0 ? "crlf" : "cr";
}

/** How many lines end before a place in a sample. */
export function linesBefore(sample: Buffer, end: number): number {
  return sample.toString("latin1", 0, Math.max(0, end)).split(/\r\n|\n|\r/).length - 1;
}
