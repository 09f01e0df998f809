import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { missingCommands, PATH } from "../support/commands.ts";
import { type RunningProcess, startProcess } from "../support/process.ts";

/** Why an engine cannot be started here; undefined where it may be tried. */
export function whyNoDocker(): string | undefined {
  if (process.getuid?.() !== 0) return "a Docker Engine of its own needs root";
  const missing = missingCommands("dockerd", "containerd", "runc");
  return missing.length === 0
    ? undefined
    : `Debian's docker.io is not installed: there is no ${missing.join(", ")}`;
}

/** A Docker Engine of its own, that listens on a socket file only. */
export interface DockerEngine extends RunningProcess {
  readonly socketPath: string;
}

/** Starts an engine that keeps everything in `folder`, without a network of its own. */
export async function startDocker(folder: string): Promise<DockerEngine> {
  const socketPath = join(folder, "docker.sock");
  const configFile = join(folder, "daemon.json");
  // Two things lie in /etc otherwise: the settings of an engine that is in use, and this key.
  writeFileSync(configFile, JSON.stringify({ "deprecated-key-path": join(folder, "key.json") }));
  const settings = {
    host: `unix://${socketPath}`,
    "data-root": join(folder, "data"),
    "exec-root": join(folder, "exec"),
    pidfile: join(folder, "docker.pid"),
    "config-file": configFile,
    "storage-driver": "vfs",
    bridge: "none",
    iptables: "false",
    ip6tables: "false",
    "ip-forward": "false",
  };
  const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  const engine = await startProcess("dockerd", options, {
    cwd: folder,
    env: { PATH },
    ready: (output) => output.includes("API listen on"),
  });
  return { ...engine, socketPath };
}
