import { type OverlayAction, RestDriver, type RestOptions } from "../src/index.ts";
import { namesOf, openApi } from "./support.ts";

/** What the choices and the overlays are tried on. */
export const repos = openApi({
  "/repos/one": {
    get: {
      operationId: "repos/get",
      tags: ["repos"],
      summary: "Get a repository",
      description: "Long.\n\nVery.",
    },
    patch: { operationId: "repos/update", tags: ["repos"] },
    delete: { operationId: "repos/delete", tags: ["repos", "danger"] },
  },
  "/repos/one/issues": {
    get: {
      operationId: "issues/list",
      tags: ["issues"],
      parameters: [
        { name: "page", in: "query", schema: { type: "integer" } },
        { name: "direction", in: "query", schema: { type: "string" } },
      ],
    },
    post: { operationId: "issues/create", tags: ["issues"] },
  },
  "/user": { get: { operationId: "me" } },
});

/** The tools that a driver with these options lists. */
export const listed = (options: RestOptions): Promise<string[]> =>
  namesOf(new RestDriver({ document: repos, ...options }));

/** What it reports, in one line each. */
export const warnings = async (options: RestOptions): Promise<string[]> =>
  (await new RestDriver({ document: repos, ...options }).diagnostics())
    .filter(({ severity }) => severity !== "info")
    .map(({ code, pointer, message }) => `${code} ${pointer} ${message}`);

export const overlay = (...actions: OverlayAction[]) => ({ overlay: "1.1.0", actions });
