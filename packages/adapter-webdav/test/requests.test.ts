import { secret } from "@mcs/core";
import { type CannedReply, type CapturedRequest, startCaptureServer } from "@mcs/testkit";
import { expect, test } from "vitest";
import { WebdavAdapter } from "../src/index.ts";

const PASSWORD = "hunter2-webdav";
const FILE =
  '<response><href>/a</href><propstat><prop><resourcetype/><getcontentlength>10</getcontentlength><getetag>"1"</getetag></prop><status>HTTP/1.1 200 OK</status></propstat></response>';
const FOLDER =
  "<response><href>/</href><propstat><prop><resourcetype><collection/></resourcetype></prop><status>HTTP/1.1 200 OK</status></propstat></response>";

/** Has a file "a" in the root, and answers everything else as it is told. */
function withFile(answer: (request: CapturedRequest) => CannedReply) {
  return startCaptureServer((request) => {
    if (request.method !== "PROPFIND") return answer(request);
    if (request.target === "/dav/") return { status: 207, body: FOLDER };
    return request.target === "/dav/a" ? { status: 207, body: FILE } : { status: 404 };
  });
}

function adapterOn(url: string): WebdavAdapter {
  return new WebdavAdapter({ url: `${url}/dav/`, auth: { username: "ada", password: secret(PASSWORD) } });
}

test("names are encoded into the path, and cannot become a query or another directory", async () => {
  await using server = await startCaptureServer({ status: 404 });
  await using port = adapterOn(server.url);
  const paths = ["a?b#c", "100%/ü", "%2e%2e/x", "a&b"];
  for (const path of paths) await port.stat(path).catch(() => {});
  const targets = ["/dav/a%3Fb%23c", "/dav/100%25/%C3%BC", "/dav/%252e%252e/x", "/dav/a%26b"];
  expect(server.requests.map(({ target }) => target)).toEqual(targets);
});

test("a backslash is refused before anything is sent", async () => {
  await using server = await startCaptureServer({ status: 404 });
  await using port = adapterOn(server.url);
  await expect(port.stat("..\\a")).rejects.toMatchObject({ code: "invalid_path" });
  expect(server.requests).toEqual([]);
});

test("credentials go to the server, and a redirect takes them nowhere else", async () => {
  await using elsewhere = await startCaptureServer({ status: 200 });
  await using server = await withFile(() => ({ status: 302, headers: { location: elsewhere.url } }));
  await using port = adapterOn(server.url);
  const file = await port.open("a");
  await expect(file.read(0, 5)).rejects.toMatchObject({ code: "backend_failed" });
  const expected = `Basic ${Buffer.from(`ada:${PASSWORD}`).toString("base64")}`;
  expect(server.requests.map((request) => request.header("authorization"))).toEqual([expected, expected]);
  expect(elsewhere.requests).toEqual([]);
});

test("a credential that is missing is named, and nothing is sent", async () => {
  await using server = await startCaptureServer({ status: 404 });
  await using port = new WebdavAdapter({ url: server.url, auth: { bearer: { env: "MCS_TEST_UNSET" } } });
  await expect(port.stat("a")).rejects.toMatchObject({
    code: "backend_failed",
    message: expect.stringContaining("MCS_TEST_UNSET is not set"),
  });
  expect(server.requests).toEqual([]);
});

test("a read asks for its range, and takes it out of a whole answer too", async () => {
  const body = "0123456789";
  await using server = await withFile(() => ({ headers: { etag: '"1"' }, body }));
  await using port = adapterOn(server.url);
  const file = await port.open("a");
  expect(new TextDecoder().decode(await file.read(3, 4))).toBe("3456");
  expect(server.requests.at(-1)?.header("range")).toBe("bytes=3-6");
});

test("a read of another version is refused", async () => {
  await using server = await withFile(() => ({ headers: { etag: '"2"' }, body: "0123456789" }));
  await using port = adapterOn(server.url);
  const file = await port.open("a");
  await expect(file.read(3, 4)).rejects.toMatchObject({ code: "version_mismatch" });
});

test("where there are no locks, the server is told the version that a write depends on", async () => {
  await using server = await withFile(({ method }) => ({ status: method === "LOCK" ? 405 : 412 }));
  await using port = adapterOn(server.url);
  const write = port.write("a", new Uint8Array(1), { mode: "overwrite", ifMatch: '"1"' });
  await expect(write).rejects.toMatchObject({ code: "version_mismatch" });
  const put = server.requests.find(({ method }) => method === "PUT");
  expect(put?.header("if-match")).toBe('"1"');
});

test("a lock is given back, also when the write fails", async () => {
  await using server = await withFile(({ method }) =>
    method === "LOCK"
      ? { status: 200, headers: { "lock-token": "<urn:uuid:7>" } }
      : { status: method === "PUT" ? 507 : 204 },
  );
  await using port = adapterOn(server.url);
  const write = port.write("a", new Uint8Array(1), { mode: "overwrite", ifMatch: '"1"' });
  await expect(write).rejects.toMatchObject({ code: "no_space" });
  const put = server.requests.find(({ method }) => method === "PUT");
  expect(put?.header("if")).toBe("(<urn:uuid:7>)");
  expect(server.requests.at(-1)?.method).toBe("UNLOCK");
});

test("a deletion that the server could do in part is an error", async () => {
  await using server = await withFile(() => ({ status: 207, body: "<multistatus/>" }));
  await using port = adapterOn(server.url);
  await expect(port.remove("a")).rejects.toMatchObject({ code: "backend_failed" });
});

for (const [status, code] of [
  [401, "permission_denied"],
  [403, "permission_denied"],
  [413, "no_space"],
  [500, "backend_failed"],
  [507, "no_space"],
] as const) {
  test(`status ${status} is ${code}, without the password and the server's words`, async () => {
    await using server = await startCaptureServer({ status, body: "host-7 says no" });
    await using port = adapterOn(server.url);
    const error: unknown = await port.stat("a").catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "FileError", code, path: "a" });
    const { message, cause } = error as Error;
    expect(`${message} ${cause}`).not.toMatch(/hunter2|host-7|YWRh/);
  });
}

test("a connection that breaks is tried once more for what changes nothing", async () => {
  await using server = await startCaptureServer([{ reset: "before-headers" }, { status: 207, body: FILE }]);
  await using port = adapterOn(server.url);
  expect(await port.stat("a")).toMatchObject({ kind: "file", size: 10 });
});

test("a server that does not answer is given up on", async () => {
  await using server = await startCaptureServer({ delayMs: 60_000 });
  await using port = new WebdavAdapter({ url: server.url, timeoutMs: 50 });
  await expect(port.stat("a")).rejects.toMatchObject({
    code: "backend_failed",
    message: expect.stringContaining("did not answer in time"),
  });
});
