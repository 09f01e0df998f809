import { memoryCap } from "../errors.ts";
import type { Batch } from "../scan/batch.ts";
import { GroupKeys } from "./group-keys.ts";
import type { MeasureColumn } from "./measure-columns.ts";
import { measureColumns } from "./measures.ts";
import type { Plan, Reducer } from "./plan.ts";
import { predicateTest, type Test, type ValueAccess } from "./predicate.ts";

export interface GroupState {
  readonly rows: number;
  readonly matched: number;
  /** Of each group: the values of its keys, null for what is missing. */
  readonly keys: ReadonlyArray<readonly (string | null)[]>;
  /** How many records each group has. */
  readonly counts: readonly number[];
  /** One for each column that is measured; see `MeasureColumn.state`. */
  readonly columns: readonly unknown[];
}

/** Records in groups, and measures of each. Without keys there is one group. */
export class GroupReducer implements Reducer<GroupState> {
  readonly #keys: GroupKeys | undefined;
  readonly #columns: readonly MeasureColumn[];
  readonly #test: Test | undefined;
  readonly #maxMemoryBytes: number;
  #counts: Float64Array = new Float64Array(16);
  #groups: Int32Array = new Int32Array(0);
  #rows = 0;
  #matched = 0;

  constructor(plan: Extract<Plan, { kind: "group" }>, access: ValueAccess) {
    this.#keys = plan.keys.length === 0 ? undefined : new GroupKeys(plan.keys, access);
    this.#columns = measureColumns(plan.measures, access);
    this.#test = plan.where === undefined ? undefined : predicateTest(plan.where, access);
    this.#maxMemoryBytes = plan.maxMemoryBytes;
  }

  consume(batch: Batch): void {
    this.#rows += batch.rows;
    const groups = this.#assign(batch);
    for (const column of this.#columns) column.consume(batch, groups);
    this.#checkMemory();
  }

  /** The group of each record of the batch; -1 for those that do not fit the condition. */
  #assign(batch: Batch): Int32Array {
    if (this.#groups.length < batch.rows) this.#groups = new Int32Array(batch.first.length);
    const groups = this.#groups;
    const test = this.#test;
    const keys = this.#keys;
    if (test === undefined && keys === undefined) {
      groups.fill(0, 0, batch.rows);
      (this.#counts[0] as number) += batch.rows;
      this.#matched += batch.rows;
      return groups;
    }
    for (let row = 0; row < batch.rows; row++) {
      if (test !== undefined && !test(batch, row)) {
        groups[row] = -1;
        continue;
      }
      const group = keys === undefined ? 0 : keys.group(batch, row);
      if (group >= this.#counts.length) {
        const counts = new Float64Array(this.#counts.length * 2);
        counts.set(this.#counts);
        this.#counts = counts;
      }
      (this.#counts[group] as number)++;
      this.#matched++;
      groups[row] = group;
    }
    return groups;
  }

  #checkMemory(): void {
    const groups = this.#keys?.size ?? 1;
    let bytes = this.#keys?.bytes ?? 0;
    for (const column of this.#columns) bytes += column.bytes(groups);
    if (bytes <= this.#maxMemoryBytes) return;
    throw memoryCap(
      `Grouping into ${groups} groups`,
      "Group by fewer columns, narrow it with a condition, use approx_distinct and approx_percentile, or use the SQL engine.",
    );
  }

  state(): GroupState {
    const size = this.#keys?.size ?? 1;
    return {
      rows: this.#rows,
      matched: this.#matched,
      keys: this.#keys?.values() ?? [[]],
      counts: [...this.#counts.subarray(0, size)],
      columns: this.#columns.map((column) => column.state(size)),
    };
  }
}
