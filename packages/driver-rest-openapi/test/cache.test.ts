import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { secret } from "@mcs/core";
import { startCaptureServer } from "@mcs/testkit";
import { describe, expect, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { codes, documentOf, publish } from "./published-document.ts";
import { namesOf, openApi } from "./support.ts";
import { temporaryFolder } from "./temporary.ts";

describe("the cache", () => {
  const contents = async (folder: string): Promise<string> =>
    (await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")))).join(
      "\n",
    );

  test("spares a second driver the document, if the server says that it has not changed", async () => {
    await using api = await publish("one");
    const cache = await temporaryFolder();
    await using first = new RestDriver({ url: api.url, cache });
    await using second = new RestDriver({ url: api.url, cache });
    expect(await namesOf(first)).toEqual(["one"]);
    expect(await namesOf(second)).toEqual(["one"]);
    expect(api.server.requests.at(-1)?.header("if-none-match")).toBe('"one"');
    expect(await codes(second)).toEqual([]);
  });

  test("never hides a newer document", async () => {
    await using api = await publish("one");
    const cache = await temporaryFolder();
    await using first = new RestDriver({ url: api.url, cache });
    await first.listTools();
    [api.document, api.etag] = [documentOf("two"), '"two"'];
    await using second = new RestDriver({ url: api.url, cache });
    expect(await namesOf(second)).toEqual(["two"]);
  });

  test("is there while the server is not, which is a diagnostic", async () => {
    const api = await publish("one");
    const cache = await temporaryFolder();
    await using first = new RestDriver({ url: api.url, cache });
    await first.listTools();
    api.document = undefined;
    await using second = new RestDriver({ url: api.url, cache });
    expect(await namesOf(second)).toEqual(["one"]);
    await api[Symbol.asyncDispose]();
    await using third = new RestDriver({ url: `${api.url}`, cache });
    expect(await namesOf(third)).toEqual(["one"]);
    expect(await third.diagnostics()).toMatchObject([
      { severity: "warning", code: "stale_document", message: expect.stringMatching(/cannot be reached/) },
    ]);
  });

  test("does not stand in for a server that refuses", async () => {
    let status = 200;
    await using server = await startCaptureServer(() =>
      status === 200 ? { json: documentOf("one") } : { status },
    );
    const cache = await temporaryFolder();
    await using first = new RestDriver({ url: `${server.url}/openapi.json`, cache });
    await first.listTools();
    status = 403;
    await using second = new RestDriver({ url: `${server.url}/openapi.json`, cache });
    await expect(second.listTools()).rejects.toThrow(/403/);
  });

  test("is the owner's alone, and keeps no half-written files", async () => {
    await using api = await publish("one");
    const cache = join(await temporaryFolder(), "made/by/us");
    await using driver = new RestDriver({ url: api.url, cache });
    await driver.listTools();
    const files = await readdir(cache);
    expect(files).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.cache$/)]);
    expect((await stat(join(cache, files[0] as string))).mode & 0o777).toBe(0o600);
    expect((await stat(cache)).mode & 0o777).toBe(0o700);
  });

  test("holds no credentials: not of the request, not of the URL, not echoed", async () => {
    const server = await startCaptureServer((request) => ({
      json: openApi({
        "/a": { get: { operationId: "a", description: `You sent ${request.header("x-key")}` } },
      }),
      headers: { etag: `"${request.header("x-key")}"` },
    }));
    const cache = await temporaryFolder();
    const options = { cache, headers: { "x-key": secret("canary-4711") } };
    await using driver = new RestDriver({ url: `${server.url}/openapi.json?token=canary-4712`, ...options });
    expect(await namesOf(driver)).toEqual(["a"]);
    await server.close();
    await using offline = new RestDriver({ url: `${server.url}/openapi.json?token=canary-4712`, ...options });
    expect(await namesOf(offline)).toEqual(["a"]);
    expect(await contents(cache)).toContain("You sent [secret]");
    expect(`${await contents(cache)} ${(await readdir(cache)).join()}`).not.toContain("canary");
    // The query tells documents apart.
    await using other = new RestDriver({ url: `${server.url}/openapi.json?token=other`, ...options });
    await expect(other.listTools()).rejects.toMatchObject({ code: "document_unreachable" });
  });

  test.each([
    ["cut off", (text: string) => text.slice(0, -10)],
    ["changed", (text: string) => text.replace("/one", "/two")],
    ["no header", () => "{}"],
    ["empty", () => ""],
    ["of another version", (text: string) => text.replace('"version":1', '"version":2')],
  ])("an entry that is damaged is as good as none: %s", async (_, damage) => {
    await using api = await publish("one");
    const cache = await temporaryFolder();
    await using first = new RestDriver({ url: api.url, cache });
    await first.listTools();
    const [file = ""] = await readdir(cache);
    await writeFile(join(cache, file), damage(await readFile(join(cache, file), "utf8")));
    await using second = new RestDriver({ url: api.url, cache });
    expect(await namesOf(second)).toEqual(["one"]);
    expect(api.server.requests.at(-1)?.header("if-none-match")).toBeUndefined();
  });

  test("that cannot be written to is a diagnostic, not an error", async () => {
    await using api = await publish("one");
    const cache = join(await temporaryFolder(), "file");
    await writeFile(cache, "");
    await using driver = new RestDriver({ url: api.url, cache });
    expect(await namesOf(driver)).toEqual(["one"]);
    expect(await codes(driver)).toEqual(["cache_unusable"]);
  });
});
