import { TimeoutError, toMcsError } from "@mcs/core";
import { Catalogue } from "./catalogue.ts";
import { namespacing } from "./collisions/namespacing.ts";
import type { Member } from "./member.ts";
import type { OrchestratorOptions } from "./options.ts";
import { Roster } from "./roster.ts";
import type { OrchestratorWarning } from "./warnings.ts";

/** The registered drivers and what is offered out of them: the one part of an orchestrator that changes. */
export class Offer {
  readonly #options: OrchestratorOptions;
  #roster: Roster;
  /** What was last worked out, and for which drivers. */
  #known: { readonly roster: Roster; readonly catalogue: Catalogue } | undefined;
  #reported = new Set<string>();

  constructor(options: OrchestratorOptions, members: readonly Member[]) {
    this.#options = options;
    this.#roster = new Roster().with(members);
  }

  get roster(): Roster {
    return this.#roster;
  }

  /** What was last worked out, if the drivers are still the same: without asking anybody. */
  get known(): Catalogue | undefined {
    return this.#known?.roster === this.#roster ? this.#known.catalogue : undefined;
  }

  /** What the drivers list now. */
  async current(): Promise<Catalogue> {
    const roster = this.#roster;
    await Promise.all(roster.members.map((member) => this.#refresh(member)));
    if (roster !== this.#roster) return this.current();
    const sources = roster.members.map(({ source }) => source);
    const { known } = this;
    const catalogue = known?.isOf(sources) === true ? known : this.#catalogueOf(roster);
    this.#keep(roster, catalogue);
    return catalogue;
  }

  /**
   * Removes and adds in one step.
   *
   * @throws ConfigurationError where a label is taken or unknown, or where the strategy refuses, and with `failFast`
   * what listing a driver threw. Nothing has changed then.
   */
  async update(removed: readonly string[], added: readonly Member[]): Promise<void> {
    const { members } = this.#roster.without(removed).with(added);
    // Who was never asked is asked with them: what is added has to be seen beside all that is there.
    const unasked = added.length === 0 ? [] : members.filter((member) => !member.wasAsked);
    await Promise.all(unasked.map((member) => this.#refresh(member)));
    // Others may have changed the set in the meantime, so all is looked at once more, and from here on at once.
    const roster = this.#roster.without(removed).with(added);
    const catalogue = this.#catalogueOf(roster);
    this.#roster = roster;
    this.#keep(roster, catalogue);
  }

  warnings(): readonly OrchestratorWarning[] {
    const leftOut = this.#known?.catalogue.view.warnings ?? [];
    return [
      ...this.#roster.members.flatMap(({ warning }) => (warning === undefined ? [] : [warning])),
      ...leftOut.map((message) => ({ code: "tool_left_out" as const, message })),
    ];
  }

  #catalogueOf(roster: Roster): Catalogue {
    const { collisions = namespacing(), layers = [] } = this.#options;
    return new Catalogue(
      roster.members.map(({ source }) => source),
      collisions,
      layers,
    );
  }

  #keep(roster: Roster, catalogue: Catalogue): void {
    if (this.known !== catalogue) this.#known = { roster, catalogue };
    const { onWarning } = this.#options;
    if (onWarning === undefined) return;
    const warnings = this.warnings();
    const before = this.#reported;
    this.#reported = new Set(warnings.map(({ message }) => message));
    for (const warning of warnings) if (!before.has(warning.message)) report(warning, onWarning);
  }

  async #refresh(member: Member): Promise<void> {
    const { listTimeoutMs = 10_000, failFast = false } = this.#options;
    await member.refresh(listTimeoutMs);
    if (!failFast || member.warning === undefined) return;
    if (member.failure !== undefined)
      throw toMcsError(member.failure, `${member.label} could not list its tools`);
    throw new TimeoutError(member.warning.message);
  }
}

/** A reporter that fails must not take the tools with it; `warnings()` has the warning all the same. */
function report(
  warning: OrchestratorWarning,
  onWarning: NonNullable<OrchestratorOptions["onWarning"]>,
): void {
  try {
    onWarning(warning);
  } catch {}
}
