import { strict as assert } from "node:assert";
import type { HttpPort, HttpRequest, HttpResponse } from "@mcs/core/ports";
import { RestDriver, type RestOptions } from "../src/index.ts";
import { oneOperation } from "./support.ts";

/** A request as text, its path and query apart. */
export interface Written {
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a call of the document's one operation, named `op`, would send. Nothing is sent. */
export async function written(
  document: object,
  args: Record<string, unknown>,
  options: RestOptions = {},
): Promise<Written> {
  const driver = new RestDriver({ document, serverUrl: "http://api.test", ...options });
  const { url, headers, body = "" } = await driver.prepareRequest("op", args);
  const [path = "", query = ""] = url.slice("http://api.test".length).split(/\?(.*)/s);
  return {
    path,
    query,
    headers,
    body: typeof body === "string" ? body : Buffer.from(body).toString("latin1"),
  };
}

/** The one parameter `v` in its place, and what its value becomes. */
export async function parameter(place: string, stated: object, value: unknown): Promise<string | undefined> {
  const path = place === "path" ? "/p/{v}" : "/p";
  const parameters = [{ name: "v", in: place, schema: {}, ...stated }];
  const request = await written(oneOperation("get", path, { parameters }), { v: value });
  if (place === "path") return request.path.slice("/p/".length);
  if (place === "header") return request.headers.v;
  return place === "cookie" ? request.headers.cookie : request.query;
}

/** The same for Swagger 2.0, where a parameter is its own schema. */
export async function parameter2(place: string, stated: object, value: unknown): Promise<string | undefined> {
  const path = place === "path" ? "/p/{v}" : "/p";
  const parameters = [{ name: "v", in: place, type: "array", ...stated }];
  const document = {
    swagger: "2.0",
    info: { title: "Test", version: "1" },
    paths: { [path]: { post: { operationId: "op", parameters, responses: {} } } },
  };
  const request = await written(document, { v: value });
  if (place === "path") return request.path.slice("/p/".length);
  if (place === "header") return request.headers.v;
  return place === "formData" ? request.body : request.query;
}

/** A request body of one media type, and what arguments become in it. */
export async function body(
  mediaType: string,
  schema: object,
  args: Record<string, unknown>,
  extra: object = {},
  rest: object = {},
): Promise<{ readonly type: string | undefined; readonly text: string }> {
  const requestBody = { required: true, content: { [mediaType]: { schema, ...extra } } };
  const request = await written(oneOperation("post", "/p", { requestBody }, rest), args);
  return { type: request.headers["content-type"], text: request.body };
}

/** An object schema with these properties. */
export function objectOf(properties: object, rest: object = {}): object {
  return { type: "object", properties, ...rest };
}

/** A port that gives one answer to everything, and what it was asked. */
export function answering(
  reply: Partial<Omit<HttpResponse, "body">> & { readonly body?: string | Uint8Array },
): HttpPort & {
  readonly requests: HttpRequest[];
} {
  const { body: content = "", ...rest } = reply;
  const requests: HttpRequest[] = [];
  return {
    adapter: "test",
    requests,
    request: async (request) => {
      requests.push(request);
      return {
        status: 200,
        headers: {},
        truncated: false,
        ...rest,
        body: typeof content === "string" ? Buffer.from(content) : content,
      };
    },
    close: async () => {},
  };
}

/** The result of the operation for one answer. */
export async function resultOf(
  operation: object,
  reply: Parameters<typeof answering>[0],
  {
    method = "get",
    args = {},
    ...options
  }: RestOptions & { method?: string; args?: Record<string, unknown> } = {},
): Promise<unknown> {
  const document = oneOperation(method, "/p", operation);
  const driver = new RestDriver({
    document,
    serverUrl: "http://api.test",
    http: answering(reply),
    ...options,
  });
  return await driver.executeTool("op", args);
}

/** The parts of a multipart body: what stands before the empty line, and what after it. */
export function partsOf({
  type = "",
  text,
}: {
  readonly type: string | undefined;
  readonly text: string;
}): Array<{ head: string; content: string }> {
  const boundary = /boundary=(.+)$/.exec(type)?.[1] ?? "";
  const parts = text.split(`--${boundary}`);
  assert.equal(parts.shift(), "");
  assert.equal(parts.pop(), "--\r\n");
  return parts.map((part) => {
    const [head = "", ...rest] = part.replace(/^\r\n/, "").replace(/\r\n$/, "").split("\r\n\r\n");
    return { head: head.replace(/^\r\n/, ""), content: rest.join("\r\n\r\n") };
  });
}
