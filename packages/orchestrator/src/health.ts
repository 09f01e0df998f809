import { type Health, resolveCapability, TimeoutError } from "@mcs/core";
import { inTime } from "@mcs/core/decorators";
import type { Member } from "./member.ts";

const TIMEOUT = 10_000;
const BADNESS: Readonly<Record<Health["status"], number>> = { OK: 0, WARN: 1, ERROR: 2 };

/** The health of several drivers. */
export interface AggregateHealth extends Health {
  /** What each driver that has a health check said, by its label. */
  readonly drivers: Readonly<Record<string, Health>>;
}

/**
 * Asks every driver of the first level that has a health check; the worst one decides. A driver that could not
 * list its tools is at least a warning.
 */
export async function aggregateHealth(members: readonly Member[]): Promise<AggregateHealth> {
  const answers = await Promise.all(
    members.map(async (member) => [member.label, await healthOf(member)] as const),
  );
  const drivers = Object.fromEntries(answers.filter(([, health]) => health !== undefined)) as Record<
    string,
    Health
  >;
  const worst = Object.values(drivers).reduce<Health["status"]>(
    (status, health) => (BADNESS[health.status] > BADNESS[status] ? health.status : status),
    "OK",
  );
  const details = Object.entries(drivers)
    .filter(([, { status }]) => status !== "OK")
    .map(([label, { status, detail }]) => `${label}: ${status}${detail === undefined ? "" : `, ${detail}`}`);
  return { status: worst, ...(details.length === 0 ? {} : { detail: details.join("; ") }), drivers };
}

async function healthOf(member: Member): Promise<Health | undefined> {
  const { warning } = member;
  const side = resolveCapability(member.driver, "healthcheck");
  const listing: Health | undefined = warning && { status: "WARN", detail: warning.message };
  if (side === undefined) return listing;
  try {
    const late = (): TimeoutError => new TimeoutError(`It did not answer within ${TIMEOUT} ms.`);
    const health = await inTime(() => side.healthcheck(), TIMEOUT, undefined, late);
    // A driver of somebody else may answer anything.
    if (!Object.hasOwn(BADNESS, health.status))
      return { status: "WARN", detail: "It does not say how it is." };
    return health.status === "OK" && listing !== undefined ? listing : health;
  } catch (error) {
    return { status: "ERROR", detail: error instanceof Error ? error.message : String(error) };
  }
}
