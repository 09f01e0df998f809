import { ExecutionError } from "@mcs/core";
import type { HttpPort } from "@mcs/core/ports";

/** A network that is not there: references to other hosts are broken ones, and nothing leaves this machine. */
export const offline: HttpPort = {
  adapter: "offline",
  request: () => Promise.reject(new ExecutionError("There is no network here.", { code: "network" })),
  close: () => Promise.resolve(),
};
