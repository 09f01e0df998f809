import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const MAIN = join(import.meta.dirname, "../src/main.ts");
const folder = mkdtempSync(join(tmpdir(), "csv-analysis-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the example as a user would, with the workspace's packages from source. */
function run(): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ["--conditions=@mcs/source", MAIN, folder], (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${error.message}\n${stderr}`));
    });
  });
}

test("the conversation goes from the files to a chart that the model sees and a table, past one mistake", async () => {
  const output = await run();
  const order = [
    "list_tables({})",
    "counts.csv",
    'describe_table({"table":"counts.csv"})',
    "Hafenbrücke",
    "note: The table begins in line 4.",
    "note: Numbers have a decimal comma.",
    'failed: Binder Error: Referenced column "name" not found',
    "district  least   most    ratio",
    "Lake      43060   122364  2.8",
    "chart(",
    "image/png",
    "aggregate(",
    "Bahnhof Süd   1514597   8733",
    "left out: 7",
    "Bahnhof Süd with 1,514,597 bicycles.",
    "The model was shown 1 picture.",
  ];
  let position = 0;
  for (const piece of order) {
    const found = output.indexOf(piece, position);
    expect(found, `${piece} after what comes before it`).toBeGreaterThanOrEqual(0);
    position = found + piece.length;
  }
  const picture = readFileSync(join(folder, "chart.png"));
  expect(picture.subarray(1, 4).toString()).toBe("PNG");
  expect(picture.readUInt32BE(16)).toBeGreaterThan(1280);
  expect(picture.length).toBeGreaterThan(10_000);
}, 60_000);
