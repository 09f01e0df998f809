import type { Tool } from "@mcs/core";
import { type CannedReply, type CaptureHandler, type CaptureServer, startCaptureServer } from "@mcs/testkit";
import { RestDriver, type RestOptions } from "../src/index.ts";

/** A document with these paths, and whatever else is given. */
export function openApi(paths: object, rest: object = {}): object {
  return { openapi: "3.1.0", info: { title: "Test", version: "1.0.0" }, paths, ...rest };
}

/** One operation as a document. */
export function oneOperation(method: string, path: string, operation: object, rest: object = {}): object {
  return openApi({ [path]: { [method]: { operationId: "op", ...operation } } }, rest);
}

/** The tools of a document. */
export async function toolsOf(document: object): Promise<readonly Tool[]> {
  return new RestDriver({ document }).listTools();
}

/** The names of a driver's tools, in their order. */
export async function namesOf(driver: RestDriver): Promise<string[]> {
  return (await driver.listTools()).map(({ name }) => name);
}

export interface TestApi extends AsyncDisposable {
  readonly driver: RestDriver;
  readonly server: CaptureServer;
  /** Calls the tool and gives the request line that arrived: `GET /a?b=c`. */
  call(tool: string, args: Record<string, unknown>): Promise<string>;
}

/** A server that publishes a document at /openapi.json, and a driver pointed at it. */
export async function startApi(
  document: object | string,
  options: RestOptions = {},
  reply: CannedReply | CaptureHandler = { json: { ok: true } },
): Promise<TestApi> {
  const server = await startCaptureServer((request) => {
    if (request.target === "/openapi.json")
      return typeof document === "string" ? { body: document } : { json: document };
    return typeof reply === "function" ? reply(request) : reply;
  });
  const driver = new RestDriver({ url: `${server.url}/openapi.json`, ...options });
  return {
    driver,
    server,
    call: async (tool, args) => {
      await driver.executeTool(tool, args);
      const request = server.requests.at(-1);
      return `${request?.method} ${request?.target}`;
    },
    [Symbol.asyncDispose]: async () => {
      await driver.close();
      await server.close();
    },
  };
}
