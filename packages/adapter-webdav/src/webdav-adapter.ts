import { BackendFilesystem } from "@mcs/core/files";
import { settingsFrom, type WebdavAdapterOptions } from "./options.ts";
import { WebdavBackend } from "./webdav-backend.ts";

/**
 * A collection of a WebDAV server. Construction does no I/O and reads no credential.
 *
 * @throws ConfigurationError from the constructor, for an option that is missing, unknown or cannot be used.
 */
export class WebdavAdapter extends BackendFilesystem {
  constructor(options: WebdavAdapterOptions) {
    super("webdav", new WebdavBackend(settingsFrom(options)));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
