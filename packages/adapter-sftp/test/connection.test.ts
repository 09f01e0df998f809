import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { secret } from "@mcs/core";
import ssh2, { type AuthContext } from "ssh2";
import { expect, test } from "vitest";
import { fingerprintOf } from "../src/host-key.ts";
import { SftpAdapter, type SftpAdapterOptions } from "../src/index.ts";

const PASSWORD = "hunter2-sftp";
const ACCOUNT = { host: "127.0.0.1", username: "ada", password: secret(PASSWORD) };

/** An SSH server that lets nobody in, and remembers what it was told. */
async function startSsh() {
  // Of its ed25519 keys ssh2 writes one in two hundred that nobody can read.
  const { private: privateKey, public: publicKey } = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 });
  const attempts: AuthContext[] = [];
  const server = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
    client.on("authentication", (context) => {
      attempts.push(context);
      context.reject(["password"]);
    });
    client.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const [, encoded = ""] = publicKey.split(" ");
  const fingerprint = fingerprintOf(Buffer.from(encoded, "base64"));
  return { port, publicKey, fingerprint, attempts, [Symbol.dispose]: () => server.close() };
}

function adapterOn(options: Partial<SftpAdapterOptions>): SftpAdapter {
  return new SftpAdapter({ ...ACCOUNT, ...options });
}

test("a server with another key is refused before it is told anything", async () => {
  using server = await startSsh();
  const hostKey = `SHA256:${"A".repeat(43)}`;
  await using port = adapterOn({ port: server.port, hostKey });
  await expect(port.stat("a")).rejects.toMatchObject({
    code: "backend_failed",
    message: expect.stringContaining(server.fingerprint),
  });
  expect(server.attempts).toEqual([]);
});

test("a key is known by its fingerprint, by its line in known_hosts, and among several", async () => {
  using server = await startSsh();
  const { publicKey, fingerprint } = server;
  const other = `SHA256:${"A".repeat(43)}`;
  for (const hostKey of [fingerprint, `${fingerprint}=`, publicKey, [other, fingerprint]]) {
    server.attempts.length = 0;
    await using port = adapterOn({ port: server.port, hostKey });
    await expect(port.stat("a")).rejects.toMatchObject({ code: "permission_denied" });
    expect(server.attempts.map(({ method }) => method)).toContain("password");
  }
});

test("a refused password is not repeated", async () => {
  using server = await startSsh();
  await using port = adapterOn({ port: server.port, hostKey: server.fingerprint });
  const error: unknown = await port.stat("a").catch((reason: unknown) => reason);
  const { message, cause } = error as Error;
  expect(`${message} ${cause} ${JSON.stringify(error)}`).not.toContain(PASSWORD);
});

test("a credential that is missing is named, and nobody is connected to", async () => {
  using server = await startSsh();
  const password = { env: "MCS_TEST_UNSET" };
  await using port = adapterOn({ port: server.port, hostKey: server.fingerprint, password });
  await expect(port.stat("a")).rejects.toThrow("MCS_TEST_UNSET is not set");
  expect(server.attempts).toEqual([]);
});

test("a private key that cannot be read is an error without the key", async () => {
  using server = await startSsh();
  const privateKey = secret("-----BEGIN hunter2-key");
  await using port = adapterOn({ port: server.port, hostKey: server.fingerprint, privateKey });
  const error: unknown = await port.stat("a").catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "backend_failed" });
  expect(`${error} ${(error as Error).cause}`).not.toContain("hunter2-key");
});

test("a server that says nothing is given up on", async () => {
  const silent = createServer((socket) => socket.on("error", () => {}));
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  await using files = adapterOn({ port, unsafeAnyHostKey: true, timeouts: { connectMs: 50 } });
  await expect(files.stat("a")).rejects.toMatchObject({
    code: "backend_failed",
    message: expect.stringContaining("did not answer within 50 ms"),
  });
  silent.close();
});

test("a server that nobody runs is backend_failed", async () => {
  await using port = adapterOn({ port: 1, unsafeAnyHostKey: true });
  await expect(port.stat("a")).rejects.toMatchObject({ code: "backend_failed" });
});
