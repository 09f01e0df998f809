import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { secret } from "@mcs/core";
import { freePort, type RunningProcess, startProcess } from "../../support/process.ts";
import { isListening } from "./rclone.ts";

export const BUCKET = "files";
/** It knows this key, and looks at no signature of version 4. */
export const SECRET = "S3RVER_SECRET";
export const CREDENTIALS = { accessKeyId: "S3RVER", secretAccessKey: secret(SECRET) };

export interface S3rverServer extends RunningProcess {
  readonly port: number;
  readonly endpoint: string;
}

/** An S3 server that comes with the tests. */
export async function startS3rver(folder: string): Promise<S3rverServer> {
  const port = await freePort();
  const home = dirname(createRequire(import.meta.url).resolve("s3rver/package.json"));
  const program = join(home, "bin/s3rver.js");
  const options = ["--directory", folder, "--port", String(port), "--address", "127.0.0.1", "--silent"];
  // It enciphers the tokens of its listings in a way that OpenSSL keeps apart by now.
  const node = ["--openssl-legacy-provider", program];
  const server = await startProcess(process.execPath, [...node, ...options, "--configure-bucket", BUCKET], {
    cwd: folder,
    ready: () => isListening(port),
  });
  return { ...server, port, endpoint: `http://127.0.0.1:${port}` };
}
