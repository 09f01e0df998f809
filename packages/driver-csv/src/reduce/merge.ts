import { type CountState, mergeCounts } from "./count.ts";
import type { GroupState } from "./group.ts";
import { collections } from "./measures.ts";
import { mergeEntries } from "./merge-entries.ts";
import type { Measure, Plan } from "./plan.ts";
import { mergeProfiles, type ProfileState } from "./profile.ts";

/** Two results of one plan as one; the second is of the records behind those of the first. */
export function mergeStates(plan: Plan, first: unknown, second: unknown): unknown {
  if (plan.kind === "count") return mergeCounts(first as CountState, second as CountState);
  if (plan.kind === "profile") return mergeProfiles(first as ProfileState, second as ProfileState);
  return mergeGroups(plan.measures, first as GroupState, second as GroupState);
}

function mergeGroups(measures: readonly Measure[], first: GroupState, second: GroupState): GroupState {
  const places = new Map(first.keys.map((key, group) => [keyText(key), group]));
  const keys = [...first.keys];
  const counts = [...first.counts];
  const columns = first.columns.map((column) => [...(column as readonly unknown[])]);
  const kinds = collections(measures).map(({ kind }) => kind);
  second.keys.forEach((key, group) => {
    const place = places.get(keyText(key));
    if (place === undefined) {
      keys.push(key);
      counts.push(second.counts[group] ?? 0);
      columns.forEach((column, index) => {
        column.push((second.columns[index] as readonly unknown[])[group]);
      });
      return;
    }
    counts[place] = (counts[place] ?? 0) + (second.counts[group] ?? 0);
    columns.forEach((column, index) => {
      const kind = kinds[index];
      const other = (second.columns[index] as readonly unknown[])[group];
      if (kind !== undefined) column[place] = mergeEntries(kind, column[place], other);
    });
  });
  return { rows: first.rows + second.rows, matched: first.matched + second.matched, keys, counts, columns };
}

function keyText(key: readonly (string | null)[]): string {
  const [only] = key;
  // One key is its own text; a missing one has a mark that JSON would not write.
  if (key.length === 1) return only === null || only === undefined ? "missing" : `=${only}`;
  return JSON.stringify(key);
}
