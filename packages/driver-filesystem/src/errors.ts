import { ExecutionError, type FileError, McsError, type McsErrorOptions } from "@mcs/core";

/** The codes of an {@link EditError}. */
export type EditErrorCode =
  /** The text to replace is nowhere in the file. */
  | "edit_not_found"
  /** It is there another number of times than was expected. */
  | "edit_ambiguous"
  /** The edit changes nothing, or says too little to be carried out. */
  | "edit_empty";

/** An edit could not be made exactly as it was asked for. The file is as it was. */
export class EditError extends ExecutionError {
  override readonly name = "EditError";
  declare readonly code: EditErrorCode;
  /** Which of the edits, from 0. */
  readonly index: number;

  constructor(code: EditErrorCode, index: number, message: string, options?: McsErrorOptions) {
    super(message, { code, ...options });
    this.index = index;
  }
}

/** One part of a patch that does not fit its file. */
export interface PatchReject {
  readonly path: string;
  /** The hunk's `@@` line; absent where the file as a whole is the reason. */
  readonly hunk?: string;
  readonly reason: string;
}

/** The codes of a {@link PatchError}. */
export type PatchErrorCode =
  /** It is no unified diff. */
  | "patch_unreadable"
  /** Parts of it do not fit. */
  | "patch_rejected"
  /** Writing failed half-way, and what was written could not all be taken back. */
  | "patch_incomplete";

/** A patch was not applied; unless the code is `"patch_incomplete"`, no file was changed. */
export class PatchError extends ExecutionError {
  override readonly name = "PatchError";
  declare readonly code: PatchErrorCode;
  readonly rejects: readonly PatchReject[];

  constructor(
    code: PatchErrorCode,
    message: string,
    options: McsErrorOptions & { readonly rejects?: readonly PatchReject[] } = {},
  ) {
    const { rejects = [], ...rest } = options;
    super(message, { code, ...rest });
    this.rejects = rejects;
  }
}

/** The codes of a {@link TextError}. */
export type TextErrorCode =
  /** The file is binary, and the tool works on text. */
  | "not_text"
  /** A character cannot be written in the file's encoding. */
  | "not_encodable";

/** A file and a text do not go together. Nothing was written. */
export class TextError extends ExecutionError {
  override readonly name = "TextError";
  declare readonly code: TextErrorCode;
  readonly path: string;

  constructor(code: TextErrorCode, path: string, message: string, options?: McsErrorOptions) {
    super(`${JSON.stringify(path)} ${message}`, { code, ...options });
    this.path = path;
  }
}

/** Code `"invalid_pattern"`: a glob or a regular expression cannot be read, or is too slow to be used. */
export class PatternError extends ExecutionError {
  override readonly name = "PatternError";
  readonly pattern: string;

  constructor(pattern: string, message: string, options?: McsErrorOptions) {
    super(message, { code: "invalid_pattern", ...options });
    this.pattern = pattern;
  }
}

/** Whether a port has rejected, whichever copy of core it has; perhaps only with these codes. */
export function isFileError(error: unknown, ...codes: readonly FileError["code"][]): error is FileError {
  if (!McsError.is(error) || error.name !== "FileError") return false;
  return codes.length === 0 || codes.some((code) => code === error.code);
}
