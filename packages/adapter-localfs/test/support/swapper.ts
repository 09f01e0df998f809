/**
 * A worker that swaps a directory for a link to another place and back, as fast as it can, until it is told to
 * stop; then the directory is in its place. `control[0]` stops it, `control[1]` counts the swaps.
 */
import { renameSync } from "node:fs";
import { workerData } from "node:worker_threads";

const { victim, link, control } = workerData as { victim: string; link: string; control: SharedArrayBuffer };
const parked = `${victim}.parked`;
const state = new Int32Array(control);
let aside = 0;

while (Atomics.load(state, 0) === 0) {
  renameSync(victim, parked);
  take(link);
  Atomics.add(state, 1, 1);
  renameSync(victim, link);
  take(parked);
}

/** While the name is free, whoever makes missing directories may make one of it: that is put aside. */
function take(next: string): void {
  for (;;) {
    try {
      renameSync(next, victim);
      return;
    } catch {
      renameSync(victim, `${victim}.aside-${aside++}`);
    }
  }
}
