import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { publish } from "../../packages/adapter-sftp/test/example.ts";
import { largestIn } from "../../packages/adapter-smb/test/example.ts";
import { tickOff } from "../../packages/adapter-webdav/test/example.ts";
import { temporaryFolder } from "../support/folder.ts";
import * as openssh from "./filesystems/openssh.ts";
import * as rclone from "./filesystems/rclone.ts";
import * as samba from "./filesystems/samba.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A folder to serve, in one that servers may keep their own things in. */
function servedFolder() {
  const home = temporaryFolder();
  const path = join(home.path, "served");
  mkdirSync(path);
  return { path, [Symbol.dispose]: () => home[Symbol.dispose]() };
}

test("the example of the SFTP adapter puts a page on a site", async ({ skip }) => {
  skip(openssh.whyNoOpenSsh() !== undefined, openssh.whyNoOpenSsh());
  using folder = servedFolder();
  mkdirSync(join(folder.path, "site"));
  await using server = await openssh.startOpenSsh(folder.path);
  vi.stubEnv("SITE_PASSWORD", openssh.PASSWORD);
  await publish("127.0.0.1", server.port, server.hostKey, "<h1>Rain</h1>");
  expect(readFileSync(join(folder.path, "site/news/today.html"), "utf8")).toBe("<h1>Rain</h1>");
});

test("the example of the WebDAV adapter ticks something off", async ({ skip }) => {
  skip(rclone.whyNoRclone() !== undefined, rclone.whyNoRclone());
  using folder = servedFolder();
  writeFileSync(join(folder.path, "list.md"), "[ ] bread\n[ ] tea\n");
  await using server = await rclone.startRclone("webdav", folder.path);
  vi.stubEnv("LIST_PASSWORD", rclone.PASSWORD);
  await tickOff(`http://127.0.0.1:${server.port}`, "tea");
  expect(readFileSync(join(folder.path, "list.md"), "utf8")).toBe("[ ] bread\n[x] tea\n");
});

test("the example of the SMB adapter finds the largest file", async ({ skip }) => {
  skip(samba.whyNoSamba() !== undefined, samba.whyNoSamba());
  using folder = servedFolder();
  for (const [name, size] of [
    ["small", 1],
    ["large", 9],
    ["middle", 5],
  ] as const) {
    writeFileSync(join(folder.path, name), "x".repeat(size));
  }
  await using server = await samba.startSamba(folder.path);
  vi.stubEnv("SHARE_PASSWORD", samba.PASSWORD);
  expect(await largestIn("", "127.0.0.1", server.port, samba.USERNAME)).toBe("large");
});
