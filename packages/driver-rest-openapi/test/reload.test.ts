import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startCaptureServer } from "@mcs/testkit";
import { describe, expect, test, vi } from "vitest";
import { RestDriver, RestToolDriver } from "../src/index.ts";
import { Renewable } from "../src/renewable.ts";
import { codes, documentOf, publish } from "./published-document.ts";
import { namesOf, openApi } from "./support.ts";
import { temporaryFolder } from "./temporary.ts";

describe("reload", () => {
  test("asks with the ETag, and changes nothing where nothing has changed", async () => {
    await using api = await publish("one");
    await using driver = new RestDriver({ url: api.url });
    const before = await driver.listTools();
    expect(await driver.reload()).toBe(false);
    expect(api.server.requests.at(-1)?.header("if-none-match")).toBe('"one"');
    expect(await driver.listTools()).toBe(before);
  });

  test("asks with Last-Modified where there is no ETag", async () => {
    const lastModified = "Tue, 03 Nov 2026 10:00:00 GMT";
    await using server = await startCaptureServer((request) =>
      request.header("if-modified-since") === lastModified
        ? { status: 304 }
        : { json: documentOf("one"), headers: { "last-modified": lastModified } },
    );
    await using driver = new RestDriver({ url: `${server.url}/openapi.json` });
    await driver.listTools();
    expect(await driver.reload()).toBe(false);
  });

  test("brings the new tools, and with them the new diagnostics", async () => {
    await using api = await publish("one");
    api.document = openApi({ "/one": { get: { operationId: "one" }, put: { operationId: "on/e" } } });
    await using driver = new RestDriver({ url: api.url });
    expect(await codes(driver)).toEqual(["renamed"]);
    [api.document, api.etag] = [documentOf("two"), '"two"'];
    expect(await driver.reload()).toBe(true);
    expect(await namesOf(driver)).toEqual(["two"]);
    expect(await codes(driver)).toEqual([]);
  });

  test("reads again what cannot be asked about", async () => {
    await using api = await publish("one");
    api.etag = undefined;
    await using driver = new RestDriver({ url: api.url });
    await driver.listTools();
    api.document = documentOf("two");
    expect(await driver.reload()).toBe(true);
    expect(await namesOf(driver)).toEqual(["two"]);
  });

  test("notices a change in another file of the document", async () => {
    let id = "one";
    await using server = await startCaptureServer((request) => {
      const isPart = request.target === "/part.json";
      const etag = isPart ? `"${id}"` : '"root"';
      if (request.header("if-none-match") === etag) return { status: 304 };
      const json = isPart ? { get: { operationId: id } } : openApi({ "/a": { $ref: "part.json" } });
      return { json, headers: { etag } };
    });
    await using driver = new RestDriver({ url: `${server.url}/openapi.json` });
    expect(await namesOf(driver)).toEqual(["one"]);
    expect(await driver.reload()).toBe(false);
    id = "two";
    expect(await driver.reload()).toBe(true);
    expect(await namesOf(driver)).toEqual(["two"]);
  });

  test("notices a change of a local document and of an overlay", async () => {
    const folder = await temporaryFolder();
    const [file, overlay] = [join(folder, "openapi.json"), join(folder, "overlay.json")];
    const rename = (id: string) =>
      JSON.stringify({
        overlay: "1.0.0",
        actions: [{ target: "$.paths.*.get", update: { operationId: id } }],
      });
    await writeFile(file, JSON.stringify(documentOf("one")));
    await writeFile(overlay, rename("renamed"));
    const driver = new RestDriver({ file, overlay });
    expect(await namesOf(driver)).toEqual(["renamed"]);
    expect(await driver.reload()).toBe(false);
    await writeFile(overlay, rename("renamed_again"));
    await utimes(overlay, 1, 1);
    expect(await driver.reload()).toBe(true);
    expect(await namesOf(driver)).toEqual(["renamed_again"]);
  });

  test("a failure leaves the old tools, and is a diagnostic until a refresh succeeds", async () => {
    await using api = await publish("one");
    await using driver = new RestDriver({ url: api.url });
    await driver.listTools();
    api.document = undefined;
    await expect(driver.reload()).rejects.toMatchObject({ code: "document_unreachable" });
    expect(await namesOf(driver)).toEqual(["one"]);
    expect(await driver.diagnostics()).toMatchObject([
      {
        severity: "warning",
        code: "refresh_failed",
        pointer: api.url,
        message: expect.stringMatching(/503/),
      },
    ]);
    [api.document, api.etag] = [{ not: "a document" }, '"other"'];
    await expect(driver.reload()).rejects.toMatchObject({ code: "document_not_openapi" });
    expect(await namesOf(driver)).toEqual(["one"]);
    [api.document, api.etag] = [documentOf("two"), '"two"'];
    await driver.reload();
    expect(await codes(driver)).toEqual([]);
  });

  test("a call under way goes on with the old document, the next one has the new", async () => {
    await using api = await publish("one");
    api.document = openApi({ "/one": { get: { operationId: "same" } } }, { servers: [{ url: "/api/old" }] });
    class Slow extends RestToolDriver {
      protected override async findTool(name: string) {
        const tool = await super.findTool(name);
        if (api.etag === '"one"') {
          const json = openApi(
            { "/two": { get: { operationId: "same" } } },
            { servers: [{ url: "/api/new" }] },
          );
          [api.document, api.etag] = [json, '"two"'];
          expect(await this.reload()).toBe(true);
        }
        return tool;
      }
    }
    await using driver = new Slow({ url: api.url });
    expect(await driver.executeTool("same", {})).toEqual({ path: "/api/old/one" });
    expect(await driver.executeTool("same", {})).toEqual({ path: "/api/new/two" });
  });

  test("many at once are one", async () => {
    await using api = await publish("one");
    await using driver = new RestDriver({ url: api.url });
    await driver.listTools();
    await Promise.all(Array.from({ length: 20 }, () => driver.reload()));
    expect(api.server.requests).toHaveLength(2);
  });
});

describe("refreshMs", () => {
  const clock = (): { now: number } & Disposable => {
    const spy = vi.spyOn(performance, "now").mockImplementation(() => time.now);
    const time = { now: 0, [Symbol.dispose]: () => spy.mockRestore() };
    return time;
  };

  test("a use that comes late enough begins a renewal and does not wait for it", async () => {
    using time = clock();
    let version = 1;
    let ended: (() => void) | undefined;
    const kept = new Renewable<number>(
      {
        load: async () => version,
        hasChanged: async (loaded) => loaded !== version,
        renewed: () => ended?.(),
      },
      1000,
    );
    expect(await kept.get()).toBe(1);
    version = 2;
    time.now = 999;
    expect(kept.now).toBe(1);
    const renewal = new Promise<void>((resolve) => {
      ended = resolve;
    });
    time.now = 1000;
    expect(kept.now).toBe(1);
    await renewal;
    expect(kept.now).toBe(2);
  });

  test("a failed one is tried again only after the same time, and disturbs nobody", async () => {
    using time = clock();
    let attempts = 0;
    let ended: ((failure: unknown) => void) | undefined;
    const kept = new Renewable<string>(
      {
        load: async () => "old",
        hasChanged: () => {
          attempts++;
          return Promise.reject(new Error("away"));
        },
        renewed: (failure) => ended?.(failure),
      },
      1000,
    );
    await kept.get();
    const failed = new Promise<unknown>((resolve) => {
      ended = resolve;
    });
    time.now = 1000;
    expect(kept.now).toBe("old");
    expect(await failed).toMatchObject({ message: "away" });
    expect(kept.now).toBe("old");
    time.now = 1999;
    expect(kept.now).toBe("old");
    expect(attempts).toBe(1);
    kept.stop();
    time.now = 10_000;
    expect(kept.now).toBe("old");
    expect(attempts).toBe(1);
  });

  test("the driver's uses begin one", async () => {
    await using api = await publish("one");
    await using driver = new RestDriver({ url: api.url, refreshMs: 1 });
    await driver.listTools();
    [api.document, api.etag] = [documentOf("two"), '"two"'];
    await vi.waitFor(async () => expect(await namesOf(driver)).toEqual(["two"]));
  });

  test.each([0, -1, Number.NaN, "1000" as unknown as number])(
    "%s is no number of milliseconds",
    (refreshMs) => {
      expect(() => new RestDriver({ document: documentOf("one"), refreshMs })).toThrow(/refreshMs is/);
    },
  );
});
