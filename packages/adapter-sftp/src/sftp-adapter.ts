import { BackendFilesystem } from "@mcs/core/files";
import { type SftpAdapterOptions, settingsFrom } from "./options.ts";
import { SftpBackend } from "./sftp-backend.ts";

/**
 * A directory of an SFTP server. Construction does no I/O and reads no credential; the first call connects, and
 * all calls share one connection.
 *
 * @throws ConfigurationError from the constructor, for an option that is missing, unknown or cannot be used.
 */
export class SftpAdapter extends BackendFilesystem {
  constructor(options: SftpAdapterOptions) {
    super("sftp", new SftpBackend(settingsFrom(options)));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
