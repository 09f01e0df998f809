import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { HttpAdapter } from "../src/index.ts";
import { latestVersion } from "./example.ts";
import { serveHttp } from "./support.ts";

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const OPTIONS = readFileSync(new URL("../src/options.ts", import.meta.url), "utf8");

test("the example of the README runs", async () => {
  const server = await serveHttp((request, response) => {
    response.statusCode = request.url === "/%40scope%2Fname/latest" ? 200 : 404;
    response.end('{"version":"1.2.3"}');
  });
  expect(await latestVersion(server.origin, "@scope/name")).toBe("1.2.3");
  await expect(latestVersion(server.origin, "missing")).rejects.toThrow("404");
});

test("the README's table has every option, and every option of the table exists", () => {
  const [, table = ""] = README.split(/^## (?:Options|Errors)$/m);
  const rows = [...table.matchAll(/^\| `([\w.]+)` +\|/gm)].map(([, name]) => name ?? "");
  const documented = new Set(rows.map((name) => name.split(".").at(-1)));
  const declared = [...OPTIONS.matchAll(/^ {2}readonly (\w+)\?: /gm)].map(([, name]) => name ?? "");
  const groups = new Set(["timeouts", "network", "tls", "retry", "proxy"]);
  expect(declared.filter((name) => !groups.has(name) && !documented.has(name))).toEqual([]);
  for (const name of rows.filter((row) => !/^(?:proxy|tls)\./.test(row))) {
    const [group = "", field] = name.split(".");
    // An option of the wrong type is another error than one that does not exist.
    const options = field === undefined ? { [group]: undefined } : { [group]: { [field]: undefined } };
    expect(() => new HttpAdapter(options), name).not.toThrow();
  }
});
