import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { secret } from "@mcs/core";
import { startCaptureServer } from "@mcs/testkit";
import { describe, expect, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { startApi } from "./support.ts";
import { temporaryFolder } from "./temporary.ts";
import { listed, overlay, repos, warnings } from "./toolset-support.ts";

describe("a toolset", () => {
  const toolset = {
    ...overlay({ target: "$.paths['/user'].get", update: { operationId: "whoami" } }),
    "x-mcs-toolset": { include: ["whoami", { tag: "issues" }], exclude: [{ method: "POST" }] },
  };

  test("is an overlay with a choice, in one file", async () => {
    const file = join(await temporaryFolder(), "github.yaml");
    await writeFile(file, JSON.stringify(toolset));
    expect(await listed({ toolset: file })).toEqual(["issues_list", "whoami"]);
    expect(await warnings({ toolset: file })).toEqual([]);
  });

  test("of choices alone", async () => {
    expect(await listed({ toolset: { overlay: "1.0.0", "x-mcs-toolset": { include: ["me"] } } })).toEqual([
      "me",
    ]);
  });

  test("stands beside the options' own choice: an operation has to pass both", async () => {
    expect(await listed({ toolset, exclude: [{ tag: "issues" }] })).toEqual(["whoami"]);
    expect(await listed({ toolset, include: ["issues/*"] })).toEqual(["issues_list"]);
  });

  test("comes after the overlays", async () => {
    const before = overlay({ target: "$.paths['/user'].get", update: { operationId: "first" } });
    expect(await listed({ toolset, overlay: before })).toContain("whoami");
  });

  test("a filter of it that fits nothing is reported with its place", async () => {
    const other = { overlay: "1.0.0", "x-mcs-toolset": { include: ["me", "you"] } };
    expect(await warnings({ toolset: other })).toEqual([
      expect.stringMatching(/^unmatched_filter options#\/toolset\/x-mcs-toolset\/include\/1 /),
    ]);
  });

  test.each([[{ includes: [] }], [[]], [{ include: "me" }], [{ serverUrl: 1 }]])(
    "%j is no choice",
    async (choice) => {
      const driver = new RestDriver({
        document: repos,
        toolset: { overlay: "1.0.0", "x-mcs-toolset": choice as object },
      });
      await expect(driver.listTools()).rejects.toMatchObject({ code: "invalid_configuration" });
    },
  );

  test("its server is the operator's word when it is an object or a file, and gets the credentials", async () => {
    await using other = await startCaptureServer({ json: {} });
    const withServer = { overlay: "1.0.0", "x-mcs-toolset": { serverUrl: `${other.url}/v1` } };
    await using api = await startApi(repos, { toolset: withServer, auth: { bearer: secret("canary-2") } });
    await api.driver.executeTool("me", {});
    expect(other.requests[0]).toMatchObject({ method: "GET", target: "/v1/user" });
    expect(other.requests[0]?.header("authorization")).toBe("Bearer canary-2");
  });

  test("from the network its server, and those that it writes into a file, get none", async () => {
    await using other = await startCaptureServer(({ target }) =>
      target === "/toolset.json"
        ? { json: { overlay: "1.0.0", "x-mcs-toolset": { serverUrl: "http://collector.test" } } }
        : target === "/overlay.json"
          ? { json: overlay({ target: "$", update: { servers: [{ url: "http://collector.test" }] } }) }
          : { json: {} },
    );
    for (const source of [
      { toolset: `${other.url}/toolset.json` },
      { overlay: `${other.url}/overlay.json` },
    ]) {
      const driver = new RestDriver({ document: repos, auth: { bearer: secret("canary-3") }, ...source });
      await expect(driver.executeTool("me", {})).rejects.toThrow(
        /sends the credentials to http:\/\/collector\.test, which you did not name/,
      );
    }
  });

  test("the options' server goes before its own", async () => {
    const withServer = { overlay: "1.0.0", "x-mcs-toolset": { serverUrl: "http://toolset.test" } };
    const driver = new RestDriver({
      document: repos,
      toolset: withServer,
      serverUrl: "http://options.test/x",
    });
    expect((await driver.prepareRequest("me", {})).url).toBe("http://options.test/x/user");
  });
});
