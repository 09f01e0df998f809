import fc from "fast-check";
import { expect, test } from "vitest";
import { scanRules } from "../src/dialect/dialect.ts";
import { scanChunks } from "../src/scan/chunks.ts";
import { FieldText } from "../src/scan/field-text.ts";
import { reduceRange } from "../src/scan/range.ts";
import type { ScanRules } from "../src/scan/rules.ts";

const rules = (over: Partial<Parameters<typeof scanRules>[0]>): ScanRules =>
  scanRules({
    delimiter: ",",
    quote: '"',
    escape: '"',
    spacesAroundQuotes: false,
    comment: null,
    loneCr: true,
    keepBlankLines: false,
    widths: null,
    ...over,
  });

const dialects = fc.constantFrom(
  rules({}),
  rules({ loneCr: false }),
  rules({ escape: "\\" }),
  rules({ spacesAroundQuotes: true }),
  rules({ comment: "#", keepBlankLines: true }),
  rules({ delimiter: "", quote: null }),
  rules({ delimiter: "", widths: [2, 3] }),
);
const text = fc
  .array(fc.constantFrom(",", '"', "\n", "\r", "\r\n", " ", "#", "\\", "é", "ab", "x", "a longer value"), {
    maxLength: 60,
  })
  .map((parts) => parts.join(""));

async function records(text: string, scanRules: ScanRules, cuts: readonly number[]): Promise<unknown> {
  const bytes = Buffer.from(text);
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
  const blocks = async function* (): AsyncGenerator<Uint8Array> {
    let from = 0;
    for (const end of [...ends, bytes.length]) {
      yield bytes.subarray(from, end);
      from = end;
    }
  };
  const rows: unknown[] = [];
  const reader = new FieldText(scanRules, "utf-8");
  const keep = Number.POSITIVE_INFINITY;
  const task = { rules: scanRules, keep, countAll: true, start: 0, until: keep, maxRecordBytes: 1e6 };
  try {
    for await (const { batch, base } of scanChunks(blocks(), task)) {
      for (let row = 0; row < batch.rows; row++)
        rows.push([base + (batch.at[row] ?? 0), ...reader.row(batch, row)]);
    }
  } catch (error) {
    rows.push(String(error));
  }
  return rows;
}

test("records are the same wherever the bytes are cut into blocks", async () => {
  const property = fc.asyncProperty(
    text,
    dialects,
    fc.array(fc.nat(), { maxLength: 8 }),
    async (content, rule, cuts) => {
      expect(await records(content, rule, cuts)).toEqual(await records(content, rule, []));
    },
  );
  await fc.assert(property, { numRuns: 1500 });
});

test("records are counted alike whether their fields are looked at or passed over", async () => {
  const count = async (content: string, rule: ScanRules, fields: readonly number[]): Promise<unknown> => {
    const blocks = (async function* () {
      yield Buffer.from(content);
    })();
    const task = {
      plan: { kind: "profile" as const, orders: fields.map(() => "text" as const) },
      rules: rule,
      encoding: "utf-8" as const,
      decimalMark: 46,
      fields: Int32Array.from(fields),
      width: 2,
      start: 0,
      until: Number.POSITIVE_INFINITY,
      isGuess: false,
      maxRecordBytes: 1e6,
    };
    try {
      return ((await reduceRange(task, blocks, () => undefined)).state as { rows: number }).rows;
    } catch (error) {
      return String(error);
    }
  };
  const property = fc.asyncProperty(text, dialects, async (content, rule) => {
    const all = await count(content, rule, [40]);
    expect(await count(content, rule, [0])).toBe(all);
    expect(await count(content, rule, [])).toBe(all);
  });
  await fc.assert(property, { numRuns: 1500 });
});
