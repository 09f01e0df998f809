import type { Plan } from "../reduce/plan.ts";
import type { ScanEncoding } from "./field-text.ts";
import type { ScanRules } from "./rules.ts";
import type { SharedFile } from "./shared-file.ts";

/** A part of a file for a worker: records that begin in `[start, until)`. */
export interface RangeTask {
  readonly plan: Plan;
  readonly rules: ScanRules;
  readonly encoding: ScanEncoding;
  readonly decimalMark: number;
  readonly fields: Int32Array;
  /** Fields of a record, for guessing. */
  readonly width: number;
  readonly start: number;
  readonly until: number;
  /** `start` may be anywhere in a record, even within quotes: the worker guesses where the next one begins. */
  readonly isGuess: boolean;
  readonly maxRecordBytes: number;
}

export type ToWorker =
  | {
      readonly type: "start";
      readonly id: number;
      readonly task: RangeTask;
      /** Where the bytes are; without it they come in messages. */
      readonly file: SharedFile | undefined;
    }
  /** The next bytes of the range; their memory is given away with them. */
  | { readonly type: "block"; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: "end"; readonly id: number }
  | { readonly type: "cancel"; readonly id: number };

export type FromWorker =
  /** A block has been read: another one may come. With a file of its own, some blocks have. The records and bytes that were scanned since the last message. */
  | { readonly type: "taken"; readonly id: number; readonly rows: number; readonly bytes: number }
  | {
      readonly type: "done";
      readonly id: number;
      readonly state: unknown;
      /** Where the first record began, and where the first one begins that is not part of the range. */
      readonly begin: number;
      readonly end: number;
    }
  | {
      readonly type: "stopped";
      readonly id: number;
      readonly reason: "unterminated" | "record_too_long";
      readonly offset: number;
    }
  | {
      readonly type: "failed";
      readonly id: number;
      readonly message: string;
      readonly code: string | undefined;
      readonly remedy: string | undefined;
    };
