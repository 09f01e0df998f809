import { BackendFilesystem } from "@mcs/core/files";
import { type S3AdapterOptions, settingsFrom } from "./options.ts";
import { S3Backend } from "./s3-backend.ts";

/**
 * A bucket of S3 or of a server that speaks as S3 does, or what has a prefix in it. Construction does no I/O and
 * reads no credential.
 *
 * @throws ConfigurationError from the constructor, for an option that is missing, unknown or cannot be used.
 */
export class S3Adapter extends BackendFilesystem {
  constructor(options: S3AdapterOptions) {
    super("s3", new S3Backend(settingsFrom(options)));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
