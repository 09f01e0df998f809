import { CredentialError, ExecutionError, type MCSToolDriver } from "@mcs/core";
import { alter } from "../alter.ts";
import { CANARY, Locked, notes } from "../subject.ts";
import { answering, type Breakage, type Breakages, executing, listing, speaking } from "./driver-changes.ts";

/** Drivers that show a credential, or ask for it too early. */
export const secretBreakages: Breakages = {
  "secrets.not-in-tools": listing((tool) => ({ ...tool, description: `Signs with ${CANARY}.` })),
  "secrets.not-in-prompts": speaking((good) => ({
    getDriverSystemMessage: async () => `${await good.getDriverSystemMessage()}\nYour key is ${CANARY}.`,
  })),
  "secrets.not-in-results": executing((good) => async (...call) => ({
    result: await good(...call),
    headers: { authorization: CANARY },
  })),
  "secrets.not-in-errors": executing(
    (good) =>
      (...call) =>
        good(...call).catch((error: Error) => {
          throw new ExecutionError(error.message, {
            cause: { config: { headers: { authorization: CANARY } } },
          });
        }),
  ),
  "secrets.not-in-responses": answering((response) =>
    response.messages === null ? response : { ...response, raw: { authorization: CANARY } },
  ),
  "secrets.not-in-inspection": {
    driver: () => Object.defineProperty(notes(), "key", { value: CANARY, enumerable: false }),
  },
  "secrets.construction-needs-none": {
    sample: {
      valid: { tool: "get_note", arguments: { id: 1 } },
      withoutCredential: () => {
        throw new CredentialError("The environment variable NOTES_KEY is not set.");
      },
    },
  },
  "secrets.listing-needs-none": withoutCredential((good) => ({
    listTools: () => good.executeTool("", {}),
  })),
  "secrets.missing-is-named": withoutCredential(() => ({
    executeTool: () => Promise.reject(new ExecutionError("401 Unauthorized")),
  })),
};

function withoutCredential(changes: (good: MCSToolDriver) => object): Breakage {
  const locked = (): MCSToolDriver =>
    alter<MCSToolDriver>(new Locked(notes()), (good) => ({ ...changes(good) }));
  return { sample: { valid: { tool: "get_note", arguments: { id: 1 } }, withoutCredential: locked } };
}
