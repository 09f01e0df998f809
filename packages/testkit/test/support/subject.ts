import { BaseDecorator, CredentialError, type HybridDriver, hybrid, type MCSToolDriver } from "@mcs/core";
import { type ContractSample, type ContractSubject, memoryToolDriver } from "@mcs/testkit";
import { alter } from "./alter.ts";
import { AskingDriver } from "./consent.ts";

const NOTE = { id: 1, title: "Groceries", text: "Milk and bread", tags: ["home"] };

export const CANARY = "canary-5d1f0c";

/** The notes without the credential that they do not need: as a driver behaves that needs one. */
export class Locked extends BaseDecorator {
  override executeTool(): Promise<unknown> {
    return Promise.reject(new CredentialError("The environment variable NOTES_KEY is not set."));
  }
}

export const sample: ContractSample = {
  valid: { tool: "get_note", arguments: { id: 1 }, result: NOTE },
  failing: { tool: "get_note", arguments: { id: 404 } },
  slow: { tool: "wait", arguments: { milliseconds: 60_000 } },
  canary: CANARY,
  withoutCredential: () => new Locked(notes()),
};

/** A ToolDriver that breaks no rule. */
export function notes(): MCSToolDriver {
  return new AskingDriver(memoryToolDriver({ notes: [NOTE] }));
}

/** A driver for models that breaks no rule. */
export function driver(): HybridDriver {
  return hybrid(notes());
}

export const goodSubjects: Readonly<Record<string, ContractSubject>> = {
  "a ToolDriver": { driver: notes, sample },
  "a hybrid": { driver, sample },
  "a ToolDriver in which nothing was altered": { driver: () => alter(notes(), () => ({})), sample },
  "a hybrid in which nothing was altered": { driver: () => alter(driver(), () => ({})), sample },
};
