import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SftpAdapter } from "@mcs/adapter-sftp";
import { SmbAdapter } from "@mcs/adapter-smb";
import { secret } from "@mcs/core";
import type { FilesystemPort } from "@mcs/core/ports";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import * as openssh from "./filesystems/openssh.ts";
import * as samba from "./filesystems/samba.ts";

const host = "127.0.0.1";
/** The group of the file's owner, and one that is nobody's. */
const GROUPS = [0, 65_534];

/** Which of the groups may read a file, asked by reading it as somebody in them. */
function readersOf(file: string): readonly number[] {
  return GROUPS.filter((gid) => {
    try {
      execFileSync("cat", [file], { uid: 65_534, gid, stdio: "ignore", cwd: "/" });
      return true;
    } catch {
      return false;
    }
  });
}

/** Writes over files of which others may read some. */
async function keepsReaders(folder: string, port: FilesystemPort): Promise<void> {
  for (const mode of [0o600, 0o640, 0o644, 0o755]) {
    const name = `file-${mode.toString(8)}`;
    const file = join(folder, name);
    writeFileSync(file, "old");
    chmodSync(file, mode);
    const before = readersOf(file);
    await port.write(name, new TextEncoder().encode("new"), { mode: "overwrite" });
    expect(readersOf(file), name).toEqual(before);
  }
}

const notRoot = process.getuid?.() === 0 ? undefined : "only root can read as somebody else";

/** A folder that others can look into. */
function openFolder() {
  const home = temporaryFolder();
  const path = join(home.path, "served");
  mkdirSync(path);
  for (const folder of [home.path, path]) chmodSync(folder, 0o755);
  return { path, [Symbol.dispose]: () => home[Symbol.dispose]() };
}

test("SFTP: who cannot read a file cannot read what is written over it, and who can still can", async ({
  skip,
}) => {
  const reason = openssh.whyNoOpenSsh() ?? notRoot;
  skip(reason !== undefined, reason);
  using folder = openFolder();
  await using server = await openssh.startOpenSsh(folder.path);
  await using port = new SftpAdapter({
    host,
    port: server.port,
    hostKey: server.hostKey,
    username: openssh.USERNAME,
    password: secret(openssh.PASSWORD),
  });
  await keepsReaders(folder.path, port);
});

test("SMB: who cannot read a file cannot read what is written over it, and who can still can", async ({
  skip,
}) => {
  const reason = samba.whyNoSamba() ?? notRoot;
  skip(reason !== undefined, reason);
  using folder = openFolder();
  await using server = await samba.startSamba(folder.path);
  await using port = new SmbAdapter({
    host,
    port: server.port,
    share: samba.SHARE,
    username: samba.USERNAME,
    password: secret(samba.PASSWORD),
  });
  await keepsReaders(folder.path, port);
});
