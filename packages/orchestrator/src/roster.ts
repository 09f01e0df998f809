import { ConfigurationError, checkToolDriver, type MCSToolDriver } from "@mcs/core";
import type { Member } from "./member.ts";
import { freeLabel, LABEL, labelFrom } from "./names.ts";
import type { Drivers } from "./options.ts";

/** The registered drivers in their order: never changed, only replaced, so that every call sees one of them whole. */
export class Roster {
  readonly members: readonly Member[];

  constructor(members: readonly Member[] = []) {
    this.members = members;
  }

  get labels(): readonly string[] {
    return this.members.map(({ label }) => label);
  }

  find(label: string): Member | undefined {
    return this.members.find((member) => member.label === label);
  }

  /** @throws ConfigurationError for a label that is taken. */
  with(added: readonly Member[]): Roster {
    const members = [...this.members];
    for (const member of added) {
      if (members.some(({ label }) => label === member.label)) {
        throw new ConfigurationError(`The label ${member.label} is taken.`, {
          remedy: "Remove the driver that has it first, or in the same update.",
        });
      }
      members.push(member);
    }
    return new Roster(members);
  }

  /** @throws ConfigurationError for a label that nobody has. */
  without(labels: readonly string[]): Roster {
    for (const label of labels) {
      if (this.find(label) !== undefined) continue;
      throw new ConfigurationError(`There is no driver labelled ${label}.`, {
        remedy: `There are ${this.labels.join(", ") || "none"}.`,
      });
    }
    return new Roster(this.members.filter(({ label }) => !labels.includes(label)));
  }
}

/**
 * Drivers with their labels: those that were given, else ones made from their names.
 *
 * @param taken labels that cannot be given out
 * @throws ConfigurationError for a label that is none.
 */
export function labelled(
  drivers: Drivers,
  taken: readonly string[] = [],
): ReadonlyArray<[string, MCSToolDriver]> {
  if (!isList(drivers)) {
    if (typeof drivers !== "object" || drivers === null) {
      throw new ConfigurationError(
        "The orchestrator needs a list of ToolDrivers, or an object of them by label.",
      );
    }
    const entries = Object.entries(drivers);
    for (const [label, driver] of entries) {
      checkLabel(label);
      checkToolDriver("The orchestrator", `a ToolDriver under the label ${label}`, driver);
    }
    return entries;
  }
  const given = new Set(taken);
  return drivers.map((driver) => {
    const label = ownLabel(driver, (candidate) => given.has(candidate));
    given.add(label);
    return [label, driver];
  });
}

/**
 * A label made from the driver's name.
 *
 * @throws ConfigurationError for a driver that is none.
 */
export function ownLabel(driver: MCSToolDriver, taken: (label: string) => boolean): string {
  checkToolDriver("The orchestrator", "a ToolDriver", driver);
  return freeLabel(labelFrom(driver.meta.name), taken);
}

function isList(drivers: Drivers): drivers is readonly MCSToolDriver[] {
  return Array.isArray(drivers);
}

function checkLabel(label: string): void {
  if (LABEL.test(label)) return;
  throw new ConfigurationError(`The label ${JSON.stringify(label)} is not valid.`, {
    remedy: "Use up to 32 letters, digits, hyphens and single underscores between them, a letter first.",
  });
}
