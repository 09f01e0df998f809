/** A port breaks a promise: the message says which, and what was found instead. */
export class FilesystemViolation extends Error {
  override readonly name = "FilesystemViolation";
  /** The case's id. */
  readonly id: string;

  constructor(id: string, title: string, found: string, cause: unknown) {
    super(`${title} [${id}]\n  Found: ${found}`, { cause });
    this.id = id;
  }
}

/** What a case found instead of what was promised; the run adds which case it was. */
export class Finding extends Error {
  override readonly name = "Finding";
}

/**
 * Holds a promise.
 *
 * @param found what was found instead, for the author of the port
 * @throws Finding
 */
export function verify(holds: boolean, found: string): asserts holds {
  if (!holds) throw new Finding(found);
}
