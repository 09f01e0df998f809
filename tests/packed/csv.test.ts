import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { buildAndPack, createProject, outputOf } from "./empty-project.ts";

// The threads of the CSV driver are a file of their own, which has to be in the tarball and be found from there.
const cleanup = new AsyncDisposableStack();
let project: string;

beforeAll(async () => {
  const folder = cleanup.use(temporaryFolder()).path;
  const tarballs = await buildAndPack(folder, ["core", "adapter-localfs", "driver-csv"]);
  project = await createProject(join(folder, "project"), tarballs);
}, 600_000);

afterAll(() => cleanup.disposeAsync());

test("the published CSV driver counts in its threads what it counts without", async () => {
  writeFileSync(
    join(project, "t.csv"),
    `id,name\n${Array.from({ length: 50_000 }, (_, i) => `${i},"a"\n`).join("")}`,
  );
  writeFileSync(
    join(project, "main.mjs"),
    `import { CsvToolDriver } from "@mcs/driver-csv";
     for (const workers of [0, 2]) {
       await using driver = new CsvToolDriver({ root: ".", workers, workersFromBytes: 1 });
       const measures = [{ op: "count" }, { op: "sum", column: "id" }];
       const { rows } = await driver.executeTool("aggregate", { table: "t.csv", measures });
       console.log(workers, ...rows[0]);
     }`,
  );
  const sum = (50_000 * 49_999) / 2;
  const output = await outputOf(process.execPath, ["main.mjs"], project, {});
  expect(output).toBe(`0 50000 ${sum}\n2 50000 ${sum}\n`);
});
