import { RestDriver, type RestOptions } from "../src/index.ts";
import { openApi } from "./support.ts";

export const paths = { "/a": { get: { operationId: "a" } } };

/** A document with these servers. */
export const served = (...servers: object[]): object => openApi(paths, { servers });

/** Where a call of the tool would go. */
export const urlOf = async (document: object, options: RestOptions = {}, tool = "a"): Promise<string> =>
  (await new RestDriver({ document, ...options }).prepareRequest(tool, {})).url;
