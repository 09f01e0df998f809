import { HttpAdapter } from "@mcs/adapter-http";
import { RestDriver } from "@mcs/driver-rest-openapi";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { asOpenAi, asText } from "../support/calls.ts";
import { temporaryFolder } from "../support/folder.ts";
import { startDocker, whyNoDocker } from "./docker.ts";
import { DOCKER_VOLUMES } from "./docker-volumes.ts";

// An API that listens on a socket file and does not describe itself.
const cleanup = new AsyncDisposableStack();
let absent = whyNoDocker();
let driver: RestDriver;

beforeAll(async () => {
  if (absent !== undefined) return;
  const folder = cleanup.use(temporaryFolder()).path;
  try {
    const { socketPath } = cleanup.use(await startDocker(folder));
    const http = new HttpAdapter({ socketPath });
    driver = new RestDriver({ document: DOCKER_VOLUMES, http });
    cleanup.defer(() => http.close());
  } catch (error) {
    // Not every kernel and not every container lets an engine run.
    absent = String(error).replace(/\s+/g, " ");
  }
});

afterAll(() => cleanup.disposeAsync());

beforeEach((context) => {
  context.skip(absent !== undefined, absent);
});

test("a volume is created, read, found by a label and deleted", async () => {
  const Name = "made";
  expect(await driver.executeTool("createVolume", { Name, Labels: { use: "tea & cake" } })).toMatchObject({
    Name,
  });
  expect(await driver.executeTool("inspectVolume", { name: Name })).toMatchObject({ Name, Driver: "local" });
  const filters = { label: ["use=tea & cake"] };
  expect(await driver.executeTool("listVolumes", { filters })).toMatchObject({ Volumes: [{ Name }] });
  await driver.executeTool("deleteVolume", { name: Name });
  expect(await driver.executeTool("listVolumes", { filters })).toMatchObject({ Volumes: [] });
});

test("a model that writes text, and one that calls natively, get the engine's answers", async () => {
  const written = await driver.processLlmResponse(asText("createVolume", { Name: "written" }));
  expect(written).toMatchObject({ callExecuted: true, toolCallResult: { Name: "written" } });
  const native = await driver.processLlmResponse(
    asOpenAi(["deleteVolume", { name: "written" }], ["inspectVolume", { name: "written" }]),
  );
  expect(native).toMatchObject({
    callExecuted: true,
    callFailed: true,
    calls: [{ ok: true }, { ok: false, code: "http_status" }],
    callDetail: expect.stringContaining("404"),
  });
});

test("a name that tries to leave its place in the path stays in it", async () => {
  await expect(driver.executeTool("inspectVolume", { name: "../info" })).rejects.toMatchObject({
    code: "http_status",
  });
});
