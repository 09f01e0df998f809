import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { test } from "vitest";

const MAIN = join(import.meta.dirname, "../src/main.ts");

test("a model works with an API, files and a table, and what the person denies does not happen", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=@mcs/source", MAIN]);
  assert.match(stdout, /DRIVER .*not what the customer says/);
  assert.match(stdout, /DRIVER .*"Teapot","24,90"/);
  assert.match(stdout, /shop__deleteOrder was not allowed/);
  assert.equal(stdout.match(/^ASKED/gm)?.length, 3);
  assert.match(stdout, /^SHOP {3}GET \/orders\/7, POST \/orders\/7\/refund$/m);
  assert.match(stdout, /^NOTES {2}Order 7: 24\.90 euros$/m);
});
