/** Skips a test that has begun, through the context that its runner gave it. */
export function skip(context: unknown, reason: string): void {
  if (canSkip(context)) context.skip(reason);
  else {
    throw new Error(
      `The case does not apply: ${reason}. This runner cannot skip a running test: use runContract() or runFilesystem().`,
    );
  }
}

/** The context of vitest is a function with members. */
function canSkip(context: unknown): context is { skip(reason: string): void } {
  const hasMembers = typeof context === "function" || (typeof context === "object" && context !== null);
  return hasMembers && "skip" in context;
}
