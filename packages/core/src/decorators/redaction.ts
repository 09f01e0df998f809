import { resolveCapability } from "../capabilities.ts";
import type {
  CallOptions,
  MCSToolDriver,
  SupportsHealthcheck,
  Tool,
  ToolArguments,
} from "../contract/index.ts";
import { ConfigurationError } from "../errors.ts";
import { checkOptions, type OptionNames } from "../option-check.ts";
import type { Credential } from "../secret.ts";
import { BaseDecorator } from "./base.ts";
import { Redactor } from "./redactor.ts";

/** Options of {@link withRedaction}. */
export interface RedactionOptions {
  /** What may not come out, each at least four characters long; or a redactor that knows it. */
  readonly secrets: readonly Credential[] | Redactor;
}

const NAMES: OptionNames<RedactionOptions> = { secrets: 0 };

/** Under this key the redactors of outer layers are known to inner ones. */
const REDACTORS: unique symbol = Symbol.for("@mcs/core:redactors");

function redactorsOf(options: CallOptions | undefined): readonly Redactor[] {
  return (options as { [REDACTORS]?: readonly Redactor[] } | undefined)?.[REDACTORS] ?? [];
}

/**
 * Tells inner layers what will be removed further out. Those that write something down, or cut a text where a
 * secret could be cut in half, remove it at once.
 */
function withRedactor(options: CallOptions | undefined, redactor: Redactor): CallOptions {
  return { ...options, [REDACTORS]: [...redactorsOf(options), redactor] } as CallOptions;
}

/** The text without what the layers around this one remove from the call's outcome. */
export function redacted(text: string, options: CallOptions | undefined): string {
  return redactorsOf(options).reduce((rest, redactor) => redactor.text(rest), text);
}

/** Removes secrets from what comes back: see {@link withRedaction}. */
export class RedactedDriver<Inner extends MCSToolDriver = MCSToolDriver> extends BaseDecorator<Inner> {
  readonly #redactor: Redactor;
  /** Only where the inner driver has one. */
  declare readonly healthcheck?: SupportsHealthcheck["healthcheck"];

  /** @throws ConfigurationError without `secrets`, or for an option that is unknown. */
  constructor(inner: Inner, options: RedactionOptions) {
    super(inner);
    checkOptions("withRedaction", options, NAMES);
    const { secrets } = options;
    if (!(secrets instanceof Redactor) && !Array.isArray(secrets)) {
      throw new ConfigurationError("withRedaction needs secrets, a list of credentials or a Redactor.");
    }
    const redactor = secrets instanceof Redactor ? secrets : new Redactor(secrets);
    this.#redactor = redactor;
    const health = resolveCapability(inner, "healthcheck");
    if (health === undefined) return;
    this.healthcheck = async () => {
      try {
        return redactor.value(await health.healthcheck());
      } catch (error) {
        throw redactor.error(error, `${inner.meta.name} could not be asked how it is`);
      }
    };
  }

  override async executeTool(name: string, args: ToolArguments, options?: CallOptions): Promise<unknown> {
    let result: unknown;
    try {
      result = await super.executeTool(name, args, withRedactor(options, this.#redactor));
    } catch (error) {
      throw this.#redactor.error(error, `${name} failed`);
    }
    return this.#redactor.value(result);
  }

  /** A driver that cannot list says why, and that may hold what a backend echoed. */
  override async listTools(): Promise<readonly Tool[]> {
    try {
      return await super.listTools();
    } catch (error) {
      throw this.#redactor.error(error, `${this.meta.name} could not list its tools`);
    }
  }
}

/**
 * Known secrets become `[secret]` in results and errors, whatever encoding the backend echoes them in. Put it
 * outermost: what lies outside of it has seen nothing.
 *
 * ```ts
 * const driver = withRedaction(toolDriver, { secrets: [{ env: "API_KEY" }] });
 * ```
 */
export function withRedaction<Inner extends MCSToolDriver>(
  toolDriver: Inner,
  options: RedactionOptions,
): RedactedDriver<Inner> {
  return new RedactedDriver(toolDriver, options);
}
