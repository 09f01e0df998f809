import { secret } from "@mcs/core";
import { S3Adapter, type S3AdapterOptions } from "../../src/index.ts";
import { BUCKET } from "./memory-s3.ts";

export const SECRET = "hunter2-s3";

export function adapterOn(endpoint: string, options: Partial<S3AdapterOptions> = {}): S3Adapter {
  const credentials = { accessKeyId: "mcs", secretAccessKey: secret(SECRET) };
  return new S3Adapter({ endpoint, bucket: BUCKET, credentials, ...options });
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
