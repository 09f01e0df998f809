import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { missingCommands, PATH } from "../support/commands.ts";
import { freePort, type RunningProcess, startProcess } from "../support/process.ts";

const SCHEMA = "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql";

/** Why PowerDNS cannot be started here; undefined where it can. */
export function whyNoPowerDns(): string | undefined {
  if (missingCommands("pdns_server", "sqlite3").length === 0 && existsSync(SCHEMA)) return undefined;
  return "Debian's pdns-server, pdns-backend-sqlite3 and sqlite3 are not installed";
}

/** A name server of its own, on loopback, with an empty database. */
export interface PowerDns extends RunningProcess {
  readonly url: string;
}

/** Starts PowerDNS in `folder`; its API asks for `apiKey`. */
export async function startPowerDns(folder: string, apiKey: string): Promise<PowerDns> {
  const database = join(folder, "zones.sqlite3");
  execFileSync("sqlite3", [database, `.read ${SCHEMA}`]);
  const [dns, web] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${web}`;
  const settings = {
    daemon: "no",
    guardian: "no",
    "local-address": "127.0.0.1",
    "local-port": dns,
    launch: "gsqlite3",
    "gsqlite3-database": database,
    webserver: "yes",
    "webserver-address": "127.0.0.1",
    "webserver-port": web,
    api: "yes",
    "api-key": apiKey,
    "socket-dir": folder,
  };
  const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  const server = await startProcess("pdns_server", ["--no-config", ...options], {
    cwd: folder,
    env: { PATH },
    ready: async () => (await fetch(`${url}/api`, { headers: { "x-api-key": apiKey } })).ok,
  });
  return { ...server, url };
}
