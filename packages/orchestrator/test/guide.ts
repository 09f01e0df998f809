import { appendFile } from "node:fs/promises";
import { type ConsentHandler, type MCSToolDriver, secret } from "@mcs/core";
import { withAudit, withConsent, withLimits, withRedaction } from "@mcs/core/decorators";
import {
  abbreviate,
  activeTarget,
  BasicOrchestrator,
  type CollisionStrategy,
  namespacing,
  pages,
  search,
} from "@mcs/orchestrator";

export async function runTime(github: MCSToolDriver, jira: MCSToolDriver, linear: MCSToolDriver) {
  // #region run-time
  const orchestrator = new BasicOrchestrator({ github });
  await orchestrator.add(jira, "jira");
  await orchestrator.update({ remove: ["jira"], add: { linear } }); // both or neither
  console.log(orchestrator.labels, orchestrator.warnings(), await orchestrator.healthcheck());
  // #endregion run-time
  return orchestrator;
}

export async function targets(staging: MCSToolDriver, production: MCSToolDriver) {
  // #region targets
  const databases = new BasicOrchestrator({ staging, production }, { collisions: activeTarget() });
  const conversation = databases.session();
  await conversation.executeTool("switch_target", { target: "production" });
  // #endregion targets
  return conversation;
}

export function composed(drivers: Readonly<Record<string, MCSToolDriver>>) {
  // #region layers
  const large = new BasicOrchestrator(drivers, { layers: [search({ results: 8 })] });
  const middling = new BasicOrchestrator(drivers, { layers: [abbreviate(), pages({ size: 50 })] });
  // #endregion layers
  return { large, middling };
}

export function guarded(driver: MCSToolDriver, askUser: ConsentHandler, apiKey: string) {
  // #region stack
  const limited = withLimits(driver, { timeoutMs: 30_000, maxResultBytes: 100_000, concurrency: 4 });
  const asked = withConsent(limited, {
    handler: askUser,
    timeoutMs: 60_000,
    policy: [
      { tools: "delete_*", arguments: { path: "/etc/**" }, decision: "deny", reason: "the system needs it" },
      { annotations: { readOnly: true }, decision: "allow" },
    ],
  });
  const audited = withAudit(asked, { write: (line) => appendFile("audit.jsonl", `${line}\n`) });
  const safe = withRedaction(audited, { secrets: [secret(apiKey)] });
  // #endregion stack
  return safe;
}

export async function twoSteps(driver: MCSToolDriver, agrees: (call: object) => Promise<boolean>) {
  // #region two-steps
  const guarded = withConsent(driver); // no handler: nobody can be called back
  const { token, call } = await guarded.prepare("delete_note", { id: 1 });
  if (await agrees(call)) await guarded.executePrepared(token, "delete_note", { id: 1 });
  // #endregion two-steps
}

// #region strategy
/** Namespacing, without the tools of drivers on trial that can destroy something. */
export function onTrial(labels: readonly string[]): CollisionStrategy {
  const { merge } = namespacing();
  return {
    name: "on trial",
    merge: (sources) =>
      merge(
        sources.map((source) => ({
          ...source,
          tools: source.tools.filter(
            ({ annotations }) => !labels.includes(source.label) || annotations?.readOnly === true,
          ),
        })),
      ),
  };
}
// #endregion strategy
