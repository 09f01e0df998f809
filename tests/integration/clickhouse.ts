import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { missingCommands, PATH } from "../support/commands.ts";
import { freePort, type RunningProcess, startProcess } from "../support/process.ts";

export const USER = "reader";
export const PASSWORD = "hunter2'\\";

/** A ClickHouse of our own on loopback, and the way to fill it. */
export interface ClickHouse extends RunningProcess {
  readonly url: string;
  /** Runs a statement as the database's owner. */
  execute(sql: string): Promise<string>;
}

/** One of the engines that the tests run against. */
export interface Engine {
  readonly title: string;
  /** Its first version number, which decides what it has. */
  readonly isOld: boolean;
  /** Why it cannot be started here; undefined where it can. */
  readonly absent: string | undefined;
  start(folder: string): Promise<ClickHouse>;
}

export const ENGINES: readonly Engine[] = [
  {
    title: "Debian's clickhouse-server",
    isOld: true,
    absent:
      missingCommands("clickhouse-server").length === 0
        ? undefined
        : "Debian's clickhouse-server is not installed",
    start: startServer,
  },
  {
    title: "chdb behind HTTP",
    isOld: false,
    absent: existsSync(join(chdbFolder(), "node_modules", "chdb"))
      ? undefined
      : "chdb is in no folder that MCS_CHDB names",
    start: startChdb,
  },
];

function chdbFolder(): string {
  return process.env.MCS_CHDB ?? "/nowhere";
}

const at = (port: number): string => `http://127.0.0.1:${port}`;

async function startServer(folder: string): Promise<ClickHouse> {
  const port = await freePort();
  const user = (name: string, password: string): string =>
    `<${name}><password>${password}</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></${name}>`;
  const users = `<yandex><profiles><default/></profiles><quotas><default/></quotas><users>${user("default", "")}${user(USER, PASSWORD)}</users></yandex>`;
  const config = [
    "<yandex><logger><level>warning</level><console>1</console></logger>",
    `<http_port>${port}</http_port><listen_host>127.0.0.1</listen_host>`,
    `<path>${folder}/data/</path><tmp_path>${folder}/tmp/</tmp_path><mark_cache_size>5242880</mark_cache_size>`,
    "<users_config>users.xml</users_config><default_profile>default</default_profile>",
    "<default_database>default</default_database></yandex>",
  ].join("");
  for (const name of ["data", "tmp"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "users.xml"), users);
  writeFileSync(join(folder, "config.xml"), config);
  const server = await startProcess("clickhouse-server", [`--config-file=${join(folder, "config.xml")}`], {
    cwd: folder,
    env: { PATH },
    ready: async () => (await fetch(`${at(port)}/ping`)).ok,
  });
  return { ...server, url: at(port), execute: (sql) => executed(at(port), sql, "default", "") };
}

async function startChdb(folder: string): Promise<ClickHouse> {
  const program = new URL("../support/chdb-server.ts", import.meta.url).pathname;
  const server = await startProcess(
    process.execPath,
    [program, chdbFolder(), join(folder, "data"), USER, PASSWORD],
    { cwd: folder, ready: (output) => /listening on \d+\./.test(output) },
  );
  const url = at(Number(/listening on (\d+)/.exec(server.output())?.[1]));
  return { ...server, url, execute: (sql) => executed(url, sql, USER, PASSWORD) };
}

async function executed(url: string, sql: string, user: string, password: string): Promise<string> {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const response = await fetch(url, { method: "POST", body: sql, headers: { authorization } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${sql.slice(0, 200)}: ${text}`);
  return text;
}
