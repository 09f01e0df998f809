import { existsSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { startCaptureServer } from "@mcs/testkit";
import { expect, test } from "vitest";
import { corpus, FOLDER } from "../corpus/raw.ts";
import { RestDriver } from "../src/index.ts";

const DRIVERS = 50;
const MOST = 150 * 2 ** 20;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

test.skipIf(!existsSync(FOLDER))(`${DRIVERS} drivers in one process take less than 150 MB more`, async () => {
  await using server = await startCaptureServer({ json: { ok: true } });
  // One of each sort and size: every document up to half a megabyte that has something to call.
  const documents = corpus()
    .filter(({ bytes, operations }) => bytes < 500_000 && operations > 2)
    .slice(0, DRIVERS);
  const warm = new RestDriver({ file: documents[0]?.path ?? "", serverUrl: server.url });
  await warm.getDriverSystemMessage();
  await warm.close();
  collectGarbage();
  const before = process.memoryUsage().rss;
  const drivers = documents.map(({ path }) => new RestDriver({ file: path, serverUrl: server.url }));
  let called = 0;
  for (const driver of drivers) {
    const tools = await driver.listTools();
    await driver.getDriverContext();
    const simple = tools.find(({ parameters }) => parameters.every(({ required }) => required !== true));
    if (simple !== undefined) {
      await driver.executeTool(simple.name, {});
      called++;
    }
  }
  collectGarbage();
  const more = process.memoryUsage().rss - before;
  console.log(`${drivers.length} drivers, ${called} called: ${(more / 2 ** 20).toFixed(0)} MB more`);
  expect(drivers).toHaveLength(DRIVERS);
  expect(more).toBeLessThan(MOST);
  for (const driver of drivers) await driver.close();
});
