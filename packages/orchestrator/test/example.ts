import { type MCSToolDriver, withConsent, withLimits } from "@mcs/core";
import { BasicOrchestrator, search } from "@mcs/orchestrator";

/** Two services, and a model that sees one set of tools: `github__create_issue`, `calendar__add_event` … */
export function assistant(github: MCSToolDriver, calendar: MCSToolDriver): BasicOrchestrator {
  return new BasicOrchestrator(
    {
      github: withLimits(github, { timeoutMs: 30_000, maxResultBytes: 50_000 }),
      calendar: withConsent(calendar, { handler: async ({ tool }) => tool === "list_events" }),
    },
    { layers: [search({ pinned: ["calendar__*"] })], onWarning: ({ message }) => console.warn(message) },
  );
}
