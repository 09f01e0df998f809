import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { missingCommands, PATH } from "../../support/commands.ts";
import { freePort, type RunningProcess, startProcess } from "../../support/process.ts";
import { isListening } from "./rclone.ts";

export const SHARE = "files";
export const USERNAME = userInfo().username;
export const PASSWORD = "hunter2-samba";

/** Why Samba cannot be started here; undefined where it can. */
export function whyNoSamba(): string | undefined {
  if (missingCommands("smbd", "smbpasswd").length > 0) return "Debian's samba is not installed";
  return process.getuid?.() === 0 ? undefined : "Samba needs root to take on an account";
}

export interface SambaServer extends RunningProcess {
  readonly port: number;
}

/** Samba with a share of one folder, a user database and state of its own. */
export async function startSamba(folder: string): Promise<SambaServer> {
  const port = await freePort();
  const home = dirname(folder);
  const directories = ["private", "state", "cache", "lock", "pid", "ncalrpc"].map((name) => join(home, name));
  for (const directory of directories) mkdirSync(directory);
  for (const directory of [home, ...directories]) chmodSync(directory, 0o755);
  const [privateDir, state, cache, lock, pid, ncalrpc] = directories;
  const config = join(home, "smb.conf");
  writeFileSync(
    config,
    [
      "[global]",
      "workgroup = WORKGROUP",
      "server role = standalone server",
      "interfaces = 127.0.0.1",
      "bind interfaces only = yes",
      `smb ports = ${port}`,
      "disable netbios = yes",
      "server signing = mandatory",
      "disable spoolss = yes",
      "load printers = no",
      `private dir = ${privateDir}`,
      `state directory = ${state}`,
      `cache directory = ${cache}`,
      `lock directory = ${lock}`,
      `pid directory = ${pid}`,
      `ncalrpc dir = ${ncalrpc}`,
      `log file = ${home}/samba.log`,
      "passdb backend = tdbsam",
      `[${SHARE}]`,
      `path = ${folder}`,
      "read only = no",
    ].join("\n"),
  );
  execFileSync("smbpasswd", ["-c", config, "-s", "-a", USERNAME], {
    input: `${PASSWORD}\n${PASSWORD}\n`,
    env: { ...process.env, PATH },
    stdio: ["pipe", "ignore", "ignore"],
  });
  const options = ["--foreground", `--configfile=${config}`, "--debug-stdout"];
  const server = await startProcess("smbd", options, {
    cwd: home,
    env: { PATH },
    ready: () => isListening(port),
  });
  return { ...server, port };
}
