import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { secret } from "@mcs/core";
import { expect, test } from "vitest";
import { explain, STATUS, StatusError } from "../src/errors.ts";
import { SmbAdapter, type SmbAdapterOptions } from "../src/index.ts";

const GOOD = { host: "127.0.0.1", share: "files", username: "ada", password: secret("hunter2") };

const WRONG: readonly (readonly [what: string, options: object, message: string])[] = [
  ["no share", { share: "" }, "share"],
  ["a share with a path", { share: "files/teams" }, "share"],
  ["a root that climbs", { root: "../a" }, "root"],
  ["a password as a plain text", { password: "hunter2" }, "password"],
  ["a port that is none", { port: 1.5 }, "port"],
  ["a time-out of nothing", { timeouts: { connectMs: 0 } }, "connectMs"],
];

for (const [what, options, message] of WRONG) {
  test(`${what} is refused by the constructor`, () => {
    const all = { ...GOOD, ...options } as SmbAdapterOptions;
    expect(() => new SmbAdapter(all)).toThrow(expect.objectContaining({ code: "invalid_configuration" }));
    expect(() => new SmbAdapter(all)).toThrow(`option ${message} `);
  });
}

for (const [name, code] of [
  ["ACCESS_DENIED", "permission_denied"],
  ["LOGON_FAILURE", "permission_denied"],
  ["DISK_FULL", "no_space"],
  ["MEDIA_WRITE_PROTECTED", "read_only"],
  ["DIRECTORY_NOT_EMPTY", "directory_not_empty"],
  ["OBJECT_NAME_COLLISION", "file_exists"],
  ["BAD_NETWORK_NAME", "backend_failed"],
] as const) {
  test(`the status ${name} is ${code}`, () => {
    expect(explain(new StatusError(STATUS[name]), "a")).toMatchObject({ code, path: "a" });
  });
}

test("a status that nobody knows is told with its number", () => {
  expect(explain(new StatusError(0xc0000001), "a").message).toContain("0xc0000001");
});

/** Answers every connection as it is told. */
async function serve(answer: (socket: Socket) => void) {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    answer(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { port, [Symbol.dispose]: () => server.close() };
}

test("a server that speaks another protocol is an error, and not a crash", async () => {
  using server = await serve((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  await using port = new SmbAdapter({ ...GOOD, port: server.port });
  await expect(port.stat("a")).rejects.toMatchObject({
    code: "backend_failed",
    message: expect.stringContaining("does not speak SMB"),
  });
});

test("a packet that cannot be read is an error, and not a crash", async () => {
  const packet = Buffer.alloc(68, 0x77);
  packet.writeUInt32BE(64);
  packet.write("\xfeSMB", 4, "latin1");
  using server = await serve((socket) => socket.write(packet));
  await using port = new SmbAdapter({ ...GOOD, port: server.port });
  await expect(port.stat("a")).rejects.toMatchObject({ code: "backend_failed" });
});

test("a server that says nothing is given up on", async () => {
  using server = await serve(() => {});
  await using port = new SmbAdapter({ ...GOOD, port: server.port, timeouts: { requestMs: 50 } });
  await expect(port.stat("a")).rejects.toMatchObject({
    code: "backend_failed",
    message: expect.stringContaining("did not answer within 50 ms"),
  });
});

test("a server that hangs up is tried once more and told of", async () => {
  let connections = 0;
  using server = await serve((socket) => {
    connections++;
    socket.destroy();
  });
  await using port = new SmbAdapter({ ...GOOD, port: server.port });
  await expect(port.stat("a")).rejects.toMatchObject({ code: "backend_failed" });
  expect(connections).toBeGreaterThan(1);
});

test("a credential that is missing is named", async () => {
  using server = await serve(() => {});
  await using port = new SmbAdapter({ ...GOOD, port: server.port, password: { env: "MCS_TEST_UNSET" } });
  await expect(port.stat("a")).rejects.toThrow("MCS_TEST_UNSET is not set");
});
