import type { ApiDocument } from "../document/load.ts";
import { type BaseUrl, baseUrl, type ServerOptions } from "../document/servers.ts";

/**
 * Where the API as a whole is served, for what belongs to no operation.
 *
 * @throws ConfigurationError where the document does not say.
 */
export function apiServer(document: ApiDocument, options: ServerOptions): BaseUrl {
  const item = { file: document.file, pointer: "", value: {} };
  return baseUrl(document, { operation: {}, item }, options);
}

/** Its origin, where there is one. */
export function apiOrigin(document: ApiDocument, options: ServerOptions): string | undefined {
  try {
    return apiServer(document, options).origin;
  } catch {
    return undefined;
  }
}
