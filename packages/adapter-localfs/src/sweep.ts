import { deadWrites, removeEmptyJournal, removeEntry } from "./journal.ts";
import { clearStaging } from "./staging.ts";
import type { Tree } from "./tree.ts";
import { walkInto } from "./walk.ts";

/**
 * Removes what processes have left that were killed within a write; what living ones are writing stays. Best
 * effort: an adapter that may not clear up can still read.
 */
export async function sweep(tree: Tree): Promise<void> {
  if (tree.settings.access === "read") return;
  const quietly = (work: Promise<void>): Promise<void> => work.catch(() => undefined);
  await quietly(
    (async () => {
      for (const [token, directory] of await deadWrites(tree.root)) {
        await quietly(clear(tree, directory, token));
        await quietly(removeEntry(tree.root, token));
      }
      await removeEmptyJournal(tree.root);
    })(),
  );
}

async function clear(tree: Tree, directory: string, token: string): Promise<void> {
  const place = await walkInto(tree, directory);
  try {
    await clearStaging(place.folder, token);
  } finally {
    place.release();
  }
}
