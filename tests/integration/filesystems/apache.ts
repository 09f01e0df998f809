import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { missingCommands } from "../../support/commands.ts";
import { freePort, type RunningProcess, startProcess } from "../../support/process.ts";
import { isListening } from "./rclone.ts";

const MODULES = "/usr/lib/apache2/modules";
const LOADED = ["mpm_event", "authz_core", "dav", "dav_fs", "setenvif"];

/** Why Apache cannot be started here; undefined where it can. */
export function whyNoApache(): string | undefined {
  return missingCommands("apache2").length === 0 ? undefined : "Debian's apache2-bin is not installed";
}

export interface ApacheServer extends RunningProcess {
  readonly url: string;
}

/** Apache with mod_dav over a folder, open to loopback. */
export async function startApache(folder: string): Promise<ApacheServer> {
  const port = await freePort();
  const home = dirname(folder);
  mkdirSync(join(home, "locks"));
  // It works under another account.
  chmodSync(home, 0o755);
  for (const written of [folder, join(home, "locks")]) chmodSync(written, 0o777);
  const modules = LOADED.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`);
  const config = join(home, "apache.conf");
  writeFileSync(
    config,
    [
      ...modules,
      `ServerRoot ${home}`,
      "ServerName localhost",
      `Listen 127.0.0.1:${port}`,
      `PidFile ${home}/apache.pid`,
      `ErrorLog ${home}/apache.log`,
      `DocumentRoot ${folder}`,
      `DavLockDB ${home}/locks/db`,
      "User nobody",
      "Group nogroup",
      "AllowEncodedSlashes NoDecode",
      "FileETag MTime Size",
      `<Directory ${folder}>`,
      "  Dav On",
      "  Require all granted",
      "</Directory>",
    ].join("\n"),
  );
  const server = await startProcess("apache2", ["-f", config, "-DFOREGROUND"], {
    cwd: home,
    ready: () => isListening(port),
  });
  return { ...server, url: `http://127.0.0.1:${port}` };
}
