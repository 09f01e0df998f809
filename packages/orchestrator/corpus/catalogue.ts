import { existsSync } from "node:fs";
import { join } from "node:path";
import type { MCSToolDriver } from "@mcs/core";
import type { HttpPort } from "@mcs/core/ports";
import { RestToolDriver } from "@mcs/driver-rest-openapi";
import { documents } from "./documents.ts";

const FOLDER = join(import.meta.dirname, "../../../../shared/openapi/corpus");

/** A network that is not there: nothing leaves this machine, and a call ends where it would. */
const offline: HttpPort = {
  adapter: "offline",
  request: () => Promise.reject(new Error("There is no network here.")),
  close: () => Promise.resolve(),
};

/** Whether the documents are there: they lie beside the repository and not in it. */
export function hasCorpus(): boolean {
  return existsSync(FOLDER);
}

/** A driver for each of the hundred documents. Nothing is read before tools are listed. */
export function hundredDrivers(): Readonly<Record<string, MCSToolDriver>> {
  return Object.fromEntries(
    Object.entries(documents).map(([label, file]) => {
      const path = join(FOLDER, file);
      if (!existsSync(path)) throw new Error(`${path} is missing.`);
      return [label, new RestToolDriver({ file: path, serverUrl: "http://127.0.0.1:9", http: offline })];
    }),
  );
}
