/** What a call rejects with, or throws at once; undefined when it resolves. */
export async function rejectionOf(call: () => Promise<unknown>): Promise<unknown> {
  let rejection: unknown;
  await new Promise((resolve) => {
    resolve(call());
  }).catch((error: unknown) => {
    rejection = error ?? new Error("It rejected without a reason.");
  });
  return rejection;
}

/** Freezes plain data all the way down, and returns it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const entry of Object.values(value)) deepFreeze(entry);
  }
  return value;
}

/** All texts and numbers in plain data, keys left out, as they would stand in JSON. */
export function leavesOf(value: unknown): readonly string[] {
  if (typeof value === "string") return value === "" ? [] : [JSON.stringify(value).slice(1, -1)];
  if (typeof value === "number") return [String(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(leavesOf);
}
