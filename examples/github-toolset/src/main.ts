/**
 * Lists the tools that `github.yaml` makes of GitHub's OpenAPI document, with what they save, and calls one:
 *
 *     node src/main.ts
 *     node src/main.ts get_repository '{"owner": "nodejs", "repo": "node"}'
 *
 * The document is read from `GITHUB_OPENAPI`, a URL or a path; the token, for calls, from `GITHUB_TOKEN`.
 */
import { fileURLToPath } from "node:url";
import { RestDriver } from "@mcs/driver-rest-openapi";

const place =
  process.env.GITHUB_OPENAPI ??
  "https://raw.githubusercontent.com/github/rest-api-description/main/descriptions/api.github.com/api.github.com.json";
const source = /^https?:/.test(place) ? { url: place } : { file: place };

// #region driver
const driver = new RestDriver({
  ...source,
  toolset: fileURLToPath(new URL("../github.yaml", import.meta.url)),
  auth: { bearer: { env: "GITHUB_TOKEN" } },
});
// #endregion

const [name, args] = process.argv.slice(2);
if (name === undefined) await compare();
else console.log(await driver.executeTool(name, JSON.parse(args ?? "{}")));
await driver.close();

async function compare(): Promise<void> {
  const tools = await driver.listTools();
  for (const tool of tools) console.log(`${tool.name}: ${tool.description}`);
  await using whole = new RestDriver(source);
  const [all, few] = [await whole.getDriverSystemMessage(), await driver.getDriverSystemMessage()];
  const count = (await whole.listTools()).length;
  console.log(`${count} operations: a prompt of ${all.length} characters.`);
  console.log(
    `${tools.length} tools: ${few.length} characters, ${(all.length / few.length).toFixed(1)} times less.`,
  );

  // What no longer fits, should the document have changed since the toolset was written.
  for (const { code, pointer, message } of await driver.diagnostics()) {
    if (code.startsWith("unmatched_")) console.log(`${pointer}: ${message}`);
  }
}
