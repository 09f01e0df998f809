import { checkSignal } from "@mcs/core/files";
import { hasStatus } from "./errors.ts";
import type { Objects } from "./objects.ts";

const COPIED_AT_ONCE = 8;

/**
 * Moves all that is below one prefix to another. Nothing is removed before everything is copied, so what fails in
 * between is there twice and not lost.
 *
 * @returns false when something is in the way of a copy; then nothing has moved
 */
export async function moveTree(
  objects: Objects,
  source: string,
  target: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const keys: string[] = [];
  for await (const page of objects.pages(source, {}, signal)) {
    for (const { key } of page.objects) keys.push(key);
  }
  const copies: string[] = [];
  const copy = async (key: string) => {
    const copied = target + key.slice(source.length);
    await objects.copy(key, undefined, copied, { ifNone: true }, undefined);
    copies.push(copied);
  };
  try {
    for (let at = 0; at < keys.length; at += COPIED_AT_ONCE) {
      checkSignal(signal);
      const results = await Promise.allSettled(keys.slice(at, at + COPIED_AT_ONCE).map(copy));
      for (const result of results) if (result.status === "rejected") throw result.reason;
    }
  } catch (error) {
    await objects.removeAll(copies, undefined).catch(() => {});
    if (hasStatus(error, 412)) return false;
    throw error;
  }
  await objects.removeAll(keys, undefined);
  return true;
}
