import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { S3Adapter } from "@mcs/adapter-s3";
import { SftpAdapter } from "@mcs/adapter-sftp";
import { SmbAdapter } from "@mcs/adapter-smb";
import { WebdavAdapter } from "@mcs/adapter-webdav";
import { secret } from "@mcs/core";
import type { FilesystemPort } from "@mcs/core/ports";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BreakableLine, startLine } from "../support/breakable-line.ts";
import { temporaryFolder } from "../support/folder.ts";
import * as openssh from "./filesystems/openssh.ts";
import * as rclone from "./filesystems/rclone.ts";
import * as s3rver from "./filesystems/s3rver.ts";
import * as samba from "./filesystems/samba.ts";

interface Server extends AsyncDisposable {
  readonly port: number;
}

interface Protocol {
  readonly title: string;
  readonly absent: string | undefined;
  start(folder: string): Promise<Server>;
  open(port: number, password: string, requestMs: number): FilesystemPort;
  readonly password: string;
}

const host = "127.0.0.1";
const PROTOCOLS: readonly Protocol[] = [
  {
    title: "SFTP",
    absent: openssh.whyNoOpenSsh(),
    start: openssh.startOpenSsh,
    password: openssh.PASSWORD,
    open: (port, password, requestMs) =>
      new SftpAdapter({
        host,
        port,
        username: openssh.USERNAME,
        password: secret(password),
        unsafeAnyHostKey: true,
        timeouts: { requestMs },
      }),
  },
  {
    title: "WebDAV",
    absent: rclone.whyNoRclone(),
    start: (folder) => rclone.startRclone("webdav", folder),
    password: rclone.PASSWORD,
    open: (port, password, timeoutMs) =>
      new WebdavAdapter({
        url: `http://${host}:${port}`,
        auth: { username: rclone.USERNAME, password: secret(password) },
        timeoutMs,
      }),
  },
  {
    title: "SMB",
    absent: samba.whyNoSamba(),
    start: samba.startSamba,
    password: samba.PASSWORD,
    open: (port, password, requestMs) =>
      new SmbAdapter({
        host,
        port,
        share: samba.SHARE,
        username: samba.USERNAME,
        password: secret(password),
        timeouts: { requestMs },
      }),
  },
  {
    title: "S3",
    absent: undefined,
    start: s3rver.startS3rver,
    password: s3rver.SECRET,
    open: (port, password, requestMs) =>
      new S3Adapter({
        endpoint: `http://${host}:${port}`,
        bucket: s3rver.BUCKET,
        credentials: { accessKeyId: "S3RVER", secretAccessKey: secret(password) },
        timeouts: { requestMs },
      }),
  },
];

const CONTENT = new Uint8Array(3_000_000).fill(7);

for (const { title, absent, start, open, password } of PROTOCOLS) {
  describe.skipIf(absent !== undefined)(`${title}${absent === undefined ? "" : ` (${absent})`}`, () => {
    const cleanup = new AsyncDisposableStack();
    let line: BreakableLine;

    beforeAll(async () => {
      const folder = join(cleanup.use(temporaryFolder()).path, "served");
      mkdirSync(folder);
      const server = cleanup.use(await start(folder));
      line = cleanup.use(await startLine(server.port));
      const port = open(line.port, password, 20_000);
      await port.write("large.bin", CONTENT, { mode: "create" });
      await port.close();
    });
    afterAll(() => cleanup.disposeAsync());

    test("goes on over a new connection after the old one broke", async () => {
      const port = open(line.port, password, 20_000);
      await port.stat("large.bin");
      for (const text of ["one", "two"]) {
        line.drop();
        expect(await port.stat("large.bin")).toMatchObject({ size: CONTENT.length });
        line.drop();
        await port.write("a.txt", new TextEncoder().encode(text), { mode: "overwrite" });
      }
      expect(await port.stat("a.txt")).toMatchObject({ size: 3 });
      await port.close();
    });

    test("a read whose connection breaks is whole or a FileError, and the next one is whole", async () => {
      const port = open(line.port, password, 20_000);
      const file = await port.open("large.bin");
      const before = line.connections;
      const read = file.read(0, CONTENT.length).then(
        ({ length }) => expect(length).toBe(CONTENT.length),
        (error: unknown) => expect(error).toMatchObject({ name: "FileError", code: "backend_failed" }),
      );
      setImmediate(() => line.drop());
      await read;
      const again = await port.open("large.bin");
      expect((await again.read(0, CONTENT.length)).length).toBe(CONTENT.length);
      expect(line.connections).toBeGreaterThanOrEqual(before);
      await port.close();
    });

    test("a server that stops answering is given up on, and asked over a new connection", async () => {
      const port = open(line.port, password, 500);
      await port.stat("large.bin");
      line.freeze("old");
      const error: unknown = await port.stat("large.bin").catch((reason: unknown) => reason);
      // One that tries again by itself may be answered.
      if (error instanceof Error) expect(error).toMatchObject({ name: "FileError", code: "backend_failed" });
      expect(await port.stat("large.bin")).toMatchObject({ size: CONTENT.length });
      await port.close();
    });

    test("an abort ends a call that is not answered", async () => {
      const port = open(line.port, password, 20_000);
      await port.stat("large.bin");
      line.freeze("all");
      const signal = AbortSignal.timeout(100);
      await expect(port.stat("large.bin", { signal })).rejects.toMatchObject({ code: "aborted" });
      line.drop();
      expect(await port.stat("large.bin")).toMatchObject({ size: CONTENT.length });
      await port.close();
    });

    test("a byte that somebody changes on the line is noticed", async ({ skip }) => {
      skip(title === "S3" || title === "WebDAV", "over plain HTTP nothing is proven; over https TLS does it");
      const port = open(line.port, password, 5_000);
      const file = await port.open("large.bin");
      line.tamper();
      await expect(file.read(0, 1_000)).rejects.toMatchObject({ name: "FileError", code: "backend_failed" });
      line.drop();
      expect((await (await port.open("large.bin")).read(0, 1_000)).every((byte) => byte === 7)).toBe(true);
      await port.close();
    });

    test("a wrong password is permission_denied, and not repeated", async ({ skip }) => {
      skip(title === "S3", "s3rver looks at no signature");
      const port = open(line.port, "hunter2-wrong", 20_000);
      const error: unknown = await port.stat("large.bin").catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: "FileError", code: "permission_denied" });
      expect(`${error} ${(error as Error).cause}`).not.toContain("hunter2");
      await port.close();
    });

    test("a closed adapter refuses calls, and leaves no connection", async () => {
      const port = open(line.port, password, 20_000);
      await port.stat("large.bin");
      await port.close();
      await expect(port.stat("large.bin")).rejects.toMatchObject({ code: "backend_failed" });
    });
  });
}
