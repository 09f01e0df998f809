import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import ssh2 from "ssh2";
import { missingCommands } from "../../support/commands.ts";
import { freePort, type RunningProcess, startProcess } from "../../support/process.ts";

export const USERNAME = "mcs";
export const PASSWORD = "hunter2-rclone";

/** Why rclone cannot be started here; undefined where it can. */
export function whyNoRclone(): string | undefined {
  return missingCommands("rclone").length === 0 ? undefined : "Debian's rclone is not installed";
}

export interface RcloneServer extends RunningProcess {
  readonly port: number;
  /** Of the SFTP server, as in known_hosts. */
  readonly hostKey: string;
}

/** Serves a folder. What is written is in the folder at once, and read from there. */
export async function startRclone(protocol: "sftp" | "webdav", folder: string): Promise<RcloneServer> {
  const port = await freePort();
  const { private: key, public: hostKey } = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 });
  const keyFile = join(dirname(folder), "rclone-host-key");
  writeFileSync(keyFile, key, { mode: 0o600 });
  const settings = {
    addr: `127.0.0.1:${port}`,
    user: USERNAME,
    pass: PASSWORD,
    config: "",
    "cache-dir": join(dirname(folder), "rclone-cache"),
    "vfs-cache-mode": "full",
    "vfs-write-back": "0s",
    "dir-cache-time": "0s",
    "poll-interval": "0s",
    ...(protocol === "sftp" ? { key: keyFile } : {}),
  };
  const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  const server = await startProcess("rclone", ["serve", protocol, folder, ...options], {
    cwd: folder,
    ready: () => isListening(port),
  });
  return { ...server, port, hostKey };
}

/** True when somebody accepts connections. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
