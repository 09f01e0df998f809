import { McsError, type McsErrorOptions } from "@mcs/core";

/** Code `"usage"`: the command line is not one that can be run. */
export class UsageError extends McsError {
  override readonly name = "UsageError";
  /** Printed below the sentence, such as the signature of the tool that was meant. */
  readonly detail: string | undefined;

  constructor(message: string, options: McsErrorOptions & { readonly detail?: string } = {}) {
    super("usage", message, options);
    this.detail = options.detail;
  }
}

/** Code `"model"`: the endpoint of the model could not be reached, refused, or broke off. */
export class ModelError extends McsError {
  override readonly name = "ModelError";

  constructor(message: string, options?: McsErrorOptions) {
    super("model", message, options);
  }
}

/** Code `"document"`: the document could not be loaded; `cause` is the driver's own error. */
export class DocumentLoadError extends McsError {
  override readonly name = "DocumentLoadError";

  constructor(message: string, options?: McsErrorOptions) {
    super("document", message, options);
  }
}

/** Code `"no_answer"`: the model used up its turns, or called what does not exist, and never answered. */
export class NoAnswerError extends McsError {
  override readonly name = "NoAnswerError";

  constructor(message: string, options?: McsErrorOptions) {
    super("no_answer", message, options);
  }
}
