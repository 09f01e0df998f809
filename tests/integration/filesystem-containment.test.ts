import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SftpAdapter } from "@mcs/adapter-sftp";
import { SmbAdapter } from "@mcs/adapter-smb";
import { secret } from "@mcs/core";
import type { FilesystemPort } from "@mcs/core/ports";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import * as openssh from "./filesystems/openssh.ts";
import * as samba from "./filesystems/samba.ts";

interface Protocol {
  readonly title: string;
  readonly absent: string | undefined;
  start(folder: string): Promise<AsyncDisposable & { readonly port: number }>;
  open(port: number): FilesystemPort;
}

const host = "127.0.0.1";
/** Each serves one folder; links in it lead to another one beside it. WebDAV shows no links: its server decides. */
const PROTOCOLS: readonly Protocol[] = [
  {
    title: "SFTP: OpenSSH",
    absent: openssh.whyNoOpenSsh(),
    start: openssh.startOpenSsh,
    open: (port) =>
      new SftpAdapter({
        host,
        port,
        username: openssh.USERNAME,
        password: secret(openssh.PASSWORD),
        unsafeAnyHostKey: true,
      }),
  },
  {
    title: "SMB: Samba",
    absent: samba.whyNoSamba(),
    start: samba.startSamba,
    open: (port) =>
      new SmbAdapter({
        host,
        port,
        share: samba.SHARE,
        username: samba.USERNAME,
        password: secret(samba.PASSWORD),
      }),
  },
];

const SECRET = "nobody's business";

for (const { title, absent, start, open } of PROTOCOLS) {
  describe(title, () => {
    const cleanup = new AsyncDisposableStack();
    let outside = "";
    let port: FilesystemPort;

    beforeAll(async () => {
      if (absent !== undefined) return;
      const home = cleanup.use(temporaryFolder()).path;
      const inside = join(home, "inside");
      outside = join(home, "outside");
      for (const folder of [inside, outside, join(inside, "folder"), join(outside, "folder")]) {
        mkdirSync(folder);
      }
      writeFileSync(join(outside, "secret.txt"), SECRET);
      writeFileSync(join(inside, "a.txt"), "a");
      symlinkSync(outside, join(inside, "absolute"));
      symlinkSync("../outside", join(inside, "relative"));
      symlinkSync("../../outside", join(inside, "folder/deep"));
      symlinkSync("../outside/secret.txt", join(inside, "file"));
      symlinkSync("../outside/new.txt", join(inside, "dangling"));
      const server = cleanup.use(await start(inside));
      port = open(server.port);
      cleanup.defer(() => port.close());
    });
    afterAll(() => cleanup.disposeAsync());

    test("nothing outside of what is served is read, changed or removed through links", async ({ skip }) => {
      skip(absent !== undefined, absent);
      const links = ["absolute", "relative", "folder/deep"];
      const secrets = ["file", ...links.map((link) => `${link}/secret.txt`)];
      const fresh = ["dangling", ...links.map((link) => `${link}/new.txt`)];
      const content = new TextEncoder().encode("changed");
      for (const path of [...secrets, ...fresh]) {
        for (const attempt of [
          () => port.open(path),
          () => port.copy(path, "copied.txt"),
          () => port.write(path, content, { mode: "append" }),
          () => port.write(`${path}/a`, content, { mode: "create" }),
          () => port.makeDirectory(`${path}-folder/inner`, { recursive: true }),
        ]) {
          if (path !== "dangling" && path !== "file") await expect(attempt(), path).rejects.toThrow();
          else await attempt().catch(() => {});
        }
      }
      for (const path of [...secrets, ...fresh]) {
        const changes = [
          () => port.write(path, content, { mode: "overwrite" }),
          () => port.move("a.txt", path, { overwrite: true }),
          () => port.move(path, "moved.txt"),
          () => port.remove(path),
        ];
        for (const change of changes) await change().catch(() => {});
      }
      for (const link of links) await port.remove(link, { recursive: true }).catch(() => {});
      expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe(SECRET);
      expect(new Set(readdirSync(outside))).toEqual(new Set(["folder", "secret.txt"]));
    });
  });
}

describe("SFTP: OpenSSH, with a root below what is served", () => {
  const absent = openssh.whyNoOpenSsh();

  test("links are followed inside of the root and refused where they lead out", async ({ skip }) => {
    skip(absent !== undefined, absent);
    using home = temporaryFolder();
    for (const folder of ["root/real", "root-sibling"])
      mkdirSync(join(home.path, folder), { recursive: true });
    writeFileSync(join(home.path, "root/real/a.txt"), "a");
    writeFileSync(join(home.path, "root-sibling/b.txt"), SECRET);
    symlinkSync("real", join(home.path, "root/within"));
    symlinkSync("../root-sibling", join(home.path, "root/out"));
    await using server = await openssh.startOpenSsh(home.path);
    await using port = new SftpAdapter({
      host,
      port: server.port,
      username: openssh.USERNAME,
      password: secret(openssh.PASSWORD),
      hostKey: server.hostKey,
      root: "root",
    });
    expect(await port.stat("within/a.txt")).toMatchObject({ kind: "file", size: 1 });
    await expect(port.stat("out/b.txt")).rejects.toMatchObject({ code: "outside_root", path: "out/b.txt" });
    await expect(port.open("out/b.txt")).rejects.toMatchObject({ code: "outside_root" });
    await expect(port.remove("out/b.txt")).rejects.toMatchObject({ code: "outside_root" });
    expect(await port.stat("out")).toMatchObject({ kind: "symlink" });
  });
});
