import type { FilesystemPort } from "@mcs/core/ports";
import { alter } from "../alter.ts";
import { MemoryPort } from "../memory-port.ts";

/** A port that breaks one thing. */
export interface FileBreakage {
  /** As in "a port that counts characters for bytes". */
  readonly that: string;
  /** The cases that find it out. */
  readonly fails: readonly string[];
  readonly change: (good: MemoryPort) => Partial<FilesystemPort>;
}

/** A port that is good in everything else. */
export function broken({ change }: FileBreakage): FilesystemPort {
  return alter(new MemoryPort(), change);
}
