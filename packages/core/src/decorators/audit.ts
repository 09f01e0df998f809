import { resolveCapability } from "../capabilities.ts";
import type { CallOptions, MCSToolDriver, ToolArguments } from "../contract/index.ts";
import { ConfigurationError, ExecutionError, toMcsError } from "../errors.ts";
import { checkOptions, type OptionNames } from "../option-check.ts";
import type { Credential } from "../secret.ts";
import { BaseDecorator } from "./base.ts";
import { maskedArguments } from "./masked-arguments.ts";
import { redacted } from "./redaction.ts";
import { Redactor } from "./redactor.ts";
import { timestamp } from "./timestamp.ts";

/** One call, as it is written down. */
export interface AuditRecord {
  /** When it began, as in ISO 8601. */
  readonly time: string;
  /** On whose behalf, as `who` told. */
  readonly who?: string;
  /** The driver, or the way to it through orchestrators. */
  readonly driver: string;
  /** The tool that was executed, also where the call was of another that stands for it. */
  readonly tool: string;
  /** Without what is secret; long texts are cut, and bytes left out. */
  readonly arguments: unknown;
  /** `"failed"`: the call was rejected. */
  readonly outcome: "ok" | "failed";
  /** Of the error. Its message is left out, since it may repeat what the backend said. */
  readonly code?: string;
  /** Milliseconds from the call to its outcome. */
  readonly durationMs: number;
}

/** Options of {@link withAudit}. */
export interface AuditOptions {
  /**
   * Gets each record as a line of JSON, without a line break. When it fails, so does the call: it was carried out,
   * and nobody would know.
   */
  readonly write: (line: string) => void | Promise<void>;
  /** Who is behind a call. @defaultValue nobody is named */
  readonly who?: (options: CallOptions) => string | undefined;
  /** Arguments whose values are left out besides those that are called like a secret. */
  readonly redact?: readonly string[];
  /** Values that may not be in a record in any encoding. */
  readonly secrets?: readonly Credential[] | Redactor;
}

const NAMES: OptionNames<AuditOptions> = { write: 0, who: 0, redact: 0, secrets: 0 };

/** Writes down every call: see {@link withAudit}. */
export class AuditedDriver<Inner extends MCSToolDriver = MCSToolDriver> extends BaseDecorator<Inner> {
  readonly #options: AuditOptions;
  readonly #redactor: Redactor;
  readonly #names: ReadonlySet<string>;

  /** @throws ConfigurationError without `write`, or for an option that is unknown. */
  constructor(inner: Inner, options: AuditOptions) {
    super(inner);
    checkOptions("withAudit", options, NAMES);
    if (typeof options.write !== "function") {
      throw new ConfigurationError("withAudit needs write, a function that gets each record.");
    }
    const { secrets = [], redact } = options;
    this.#options = options;
    this.#redactor = secrets instanceof Redactor ? secrets : new Redactor(secrets);
    this.#names = new Set(redact);
  }

  /** @throws ExecutionError with code `"audit_failed"`, or what the inner driver rejects with. */
  override async executeTool(name: string, args: ToolArguments, options: CallOptions = {}): Promise<unknown> {
    // Where no call can stand for another one, nobody needs to be asked what this one comes to.
    const catalogue = resolveCapability(this, "catalogue");
    const call = catalogue && (await catalogue.resolveCall(name, args, options).catch(() => undefined));
    const draft = this.#draft(
      call?.driver ?? this.meta.name,
      call?.name ?? name,
      call?.arguments ?? args,
      options,
    );
    const begin = performance.now();
    let result: unknown;
    try {
      result = await super.executeTool(name, args, options);
    } catch (error) {
      draft.outcome = "failed";
      draft.code = redactedBy(this.#redactor, toMcsError(error, name).code, options);
      await this.#write(draft, begin);
      throw error;
    }
    const pending = this.#write(draft, begin);
    if (pending !== undefined) await pending;
    return result;
  }

  /** Made before the call: whoever carries it out may change the arguments. */
  #draft(driver: string, tool: string, args: ToolArguments, options: CallOptions): Draft {
    const clean = (text: string): string => redactedBy(this.#redactor, text, options);
    try {
      const who = this.#options.who?.(options);
      return {
        time: timestamp(Date.now()),
        who: who === undefined ? undefined : clean(who),
        driver: clean(driver),
        tool: clean(tool),
        arguments: maskedArguments(args, { names: this.#names, clean }),
        outcome: "ok",
        code: undefined,
        durationMs: 0,
      };
    } catch (cause) {
      throw auditFailed(clean(tool), "Nothing was executed.", cause);
    }
  }

  /** Undefined where nothing is to be waited for. */
  #write(draft: Draft, begin: number): Promise<void> | undefined {
    draft.durationMs = Math.round((performance.now() - begin) * 1000) / 1000;
    try {
      const pending: unknown = this.#options.write(JSON.stringify(draft));
      // A function that gives something else back, as that of an array does, has written.
      return pending instanceof Promise ? pending.catch((cause) => notWritten(draft, cause)) : undefined;
    } catch (cause) {
      return notWritten(draft, cause);
    }
  }
}

/** A record that is filled in as the call goes on. JSON leaves out what is undefined. */
interface Draft extends Omit<AuditRecord, "who" | "outcome" | "code" | "durationMs"> {
  readonly who: string | undefined;
  outcome: AuditRecord["outcome"];
  code: string | undefined;
  durationMs: number;
}

/** @throws ExecutionError */
function notWritten({ tool, outcome }: Draft, cause: unknown): never {
  throw auditFailed(tool, `It ended as ${JSON.stringify(outcome)}.`, cause);
}

function redactedBy(redactor: Redactor, text: string, options: CallOptions): string {
  return redacted(redactor.text(text), options);
}

function auditFailed(tool: string, remedy: string, cause: unknown): ExecutionError {
  return new ExecutionError(`The call of ${tool} could not be written to the audit log.`, {
    code: "audit_failed",
    cause,
    remedy,
  });
}

/**
 * A record of every call: who, what, with which arguments, with what outcome, how long.
 *
 * ```ts
 * const driver = withAudit(toolDriver, { write: (line) => appendFile("audit.jsonl", `${line}\n`) });
 * ```
 */
export function withAudit<Inner extends MCSToolDriver>(
  toolDriver: Inner,
  options: AuditOptions,
): AuditedDriver<Inner> {
  return new AuditedDriver(toolDriver, options);
}
