import { resolveCall } from "../catalogue.ts";
import type { CallOptions, MCSToolDriver, ToolArguments } from "../contract/index.ts";
import { ExecutionError, toMcsError } from "../errors.ts";
import type { Credential } from "../secret.ts";
import { BaseDecorator } from "./base.ts";
import { maskedArguments } from "./masked-arguments.ts";
import { redacted } from "./redaction.ts";
import { Redactor } from "./redactor.ts";

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
  readonly outcome: "ok" | "failed";
  /** Of the error. Its message is left out, since it may repeat what the backend said. */
  readonly code?: string;
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

/** Writes down every call: see {@link withAudit}. */
export class AuditedDriver<Inner extends MCSToolDriver = MCSToolDriver> extends BaseDecorator<Inner> {
  readonly #options: AuditOptions;
  readonly #redactor: Redactor;

  constructor(inner: Inner, options: AuditOptions) {
    super(inner);
    const { secrets = [] } = options;
    this.#options = options;
    this.#redactor = secrets instanceof Redactor ? secrets : new Redactor(secrets);
  }

  /** @throws ExecutionError with code `"audit_failed"`, or what the inner driver rejects with. */
  override async executeTool(name: string, args: ToolArguments, options: CallOptions = {}): Promise<unknown> {
    const time = Date.now();
    const begin = performance.now();
    const call = await resolveCall(this, name, args, options).catch(() => undefined);
    const record = (outcome: "ok" | "failed", code?: string): AuditRecord => ({
      time: new Date(time).toISOString(),
      ...this.#who(options),
      driver: call?.driver ?? this.meta.name,
      tool: call?.name ?? name,
      arguments: maskedArguments(call?.arguments ?? args, this.#options.redact),
      outcome,
      ...(code === undefined ? {} : { code }),
      durationMs: Math.round((performance.now() - begin) * 1000) / 1000,
    });
    let result: unknown;
    try {
      result = await super.executeTool(name, args, options);
    } catch (error) {
      await this.#write(record("failed", toMcsError(error, name).code), options);
      throw error;
    }
    await this.#write(record("ok"), options);
    return result;
  }

  #who(options: CallOptions): { who?: string } {
    const who = this.#options.who?.(options);
    return who === undefined ? {} : { who };
  }

  async #write(record: AuditRecord, options: CallOptions): Promise<void> {
    try {
      await this.#options.write(redacted(this.#redactor.text(JSON.stringify(record)), options));
    } catch (cause) {
      throw new ExecutionError(`The call of ${record.tool} could not be written to the audit log.`, {
        code: "audit_failed",
        cause,
        remedy: `It ended as ${JSON.stringify(record.outcome)}.`,
      });
    }
  }
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
