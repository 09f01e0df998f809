import { ConfigurationError } from "@mcs/core";
import type { HttpPort } from "@mcs/core/ports";
import { expect, test } from "vitest";
import { RestDriver, RestToolDriver } from "../src/index.ts";

const document = {
  openapi: "3.1.0",
  info: { title: "Pets", version: "1" },
  servers: [{ url: "https://pets.example" }],
  paths: { "/pets": { get: { operationId: "list_pets", responses: { "200": { description: "All." } } } } },
};
const http = {
  adapter: "fake",
  request: async () => ({ status: 200, statusText: "OK", headers: [], body: new Uint8Array() }),
  close: async () => {},
} as unknown as HttpPort;

test.each([
  [{ timeout: 5 }, "timeout", "timeoutMs"],
  [{ serverURLs: "x" }, "serverURLs", "serverUrl"],
])("an option that does not exist is named, and the closest one: %j", (options, name, closest) => {
  for (const Driver of [RestDriver, RestToolDriver]) {
    const make = () => new Driver({ document, http, ...options } as never);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(`The option ${name} of RestDriver does not exist. The closest one is ${closest}.`);
  }
});

test("without options it says so, and which there are", () => {
  for (const Driver of [RestDriver, RestToolDriver]) {
    expect(() => new Driver(undefined as never)).toThrow(/RestDriver needs an object of options/);
  }
});

test("after close() every call fails with the same error, and closing twice does no harm", async () => {
  for (const driver of [new RestDriver({ document, http }), new RestToolDriver({ document, http })]) {
    expect(await driver.listTools()).toHaveLength(1);
    await Promise.all([driver.close(), driver.close()]);
    await expect(driver.executeTool("list_pets", {})).rejects.toMatchObject({
      name: "ClosedError",
      code: "closed",
    });
  }
});

test("after close() nothing is fetched any more", async () => {
  const asked: string[] = [];
  const counting: HttpPort = {
    ...http,
    request: async (request) => {
      asked.push(request.url);
      return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(document)), truncated: false };
    },
  };
  const url = "https://api.example.com/openapi.json";
  const unused = new RestToolDriver({ url, http: counting });
  await unused.close();
  await expect(unused.listTools()).rejects.toMatchObject({ code: "closed" });
  expect(asked).toEqual([]);

  const used = new RestToolDriver({ url, http: counting });
  await used.listTools();
  await used.close();
  await expect(used.reload()).rejects.toMatchObject({ code: "closed" });
  expect(await used.healthcheck()).toMatchObject({ status: "ERROR" });
  expect(asked).toEqual([url]);
});
