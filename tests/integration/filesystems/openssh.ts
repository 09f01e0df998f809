import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import ssh2, { type Client } from "ssh2";

const SFTP_SERVER = "/usr/lib/openssh/sftp-server";
export const USERNAME = "mcs";
export const PASSWORD = "hunter2-sftp";

export interface OpenSshServer extends AsyncDisposable {
  readonly port: number;
  /** As in known_hosts. */
  readonly hostKey: string;
}

/** Why OpenSSH's SFTP server cannot be started here; undefined where it can. */
export function whyNoOpenSsh(): string | undefined {
  return existsSync(SFTP_SERVER) ? undefined : "Debian's openssh-sftp-server is not installed";
}

/** OpenSSH's own SFTP server, behind a transport that needs neither a daemon nor accounts. */
export async function startOpenSsh(folder: string): Promise<OpenSshServer> {
  const { private: privateKey, public: publicKey } = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 });
  const server = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
    client.on("authentication", (context) => {
      const right = context.method === "password" && context.password === PASSWORD;
      if (right && context.username === USERNAME) context.accept();
      else context.reject(["password"]);
    });
    client.on("error", () => {});
    // The types leave it out. Without it every answer waits for the next packet.
    (client as unknown as Pick<Client, "setNoDelay">).setNoDelay(true);
    client.on("session", (accept) => {
      accept().on("subsystem", (acceptSubsystem, reject, { name }) => {
        if (name !== "sftp") return reject();
        const channel = acceptSubsystem();
        const child = spawn(SFTP_SERVER, ["-e"], { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
        channel.pipe(child.stdin);
        child.stdout.pipe(channel);
        child.on("exit", () => channel.end());
        channel.on("close", () => child.kill());
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { port, hostKey: publicKey, [Symbol.asyncDispose]: stop };
}
