import { BackendFilesystem } from "@mcs/core/files";
import { type SmbAdapterOptions, settingsFrom } from "./options.ts";
import { SmbBackend } from "./smb-backend.ts";

/**
 * A share of an SMB server, or a directory of it. Construction does no I/O and reads no credential; the first
 * call connects, and all calls share one connection.
 *
 * @throws ConfigurationError from the constructor, for an option that is missing, unknown or cannot be used.
 */
export class SmbAdapter extends BackendFilesystem {
  constructor(options: SmbAdapterOptions) {
    super("smb", new SmbBackend(settingsFrom(options)));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
