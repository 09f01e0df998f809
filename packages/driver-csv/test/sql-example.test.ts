import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Media } from "@mcs/core";
import { afterAll, expect, test, vi } from "vitest";
import { ask } from "./sql-example.ts";
import { sales } from "./support.ts";

vi.setConfig({ testTimeout: 60_000 });
const root = mkdtempSync(join(tmpdir(), "csv-sql-example-test-"));
writeFileSync(join(root, "sales.csv"), sales);
afterAll(() => rmSync(root, { recursive: true }));

test("the example of SQL brings a table and a picture of it", async () => {
  const { table, chart } = await ask(root);
  expect(table).toMatchObject({ columns: ["city", "total"], left_out: 0 });
  const { image, rows } = chart as { readonly image: unknown; readonly rows: readonly unknown[] };
  expect(rows[1]).toEqual(["Rome", 10.6]);
  expect(Media.is(image) && image.type).toBe("image/png");
});
