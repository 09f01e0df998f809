import { ConfigurationError, type Credential, isCredential } from "@mcs/core";
import type { RestOptions } from "../options.ts";
import { idempotencyHeader } from "../security/idempotency.ts";
import type { ParameterModel } from "./model.ts";

const LOCATIONS = ["path", "query", "header", "cookie"] as const;
/** What may be done twice by accident. */
const KEYED: ReadonlySet<string> = new Set(["POST", "PATCH"]);

/** Which parameters the operator gives values for, so that no tool has them. */
export class BoundParameters {
  readonly #values = new Map<string, string | Credential>();
  readonly #headers: ReadonlySet<string>;
  readonly #keyHeader: string | undefined;

  /** @throws ConfigurationError where `parameters` is not what it should be. */
  constructor(options: RestOptions) {
    this.#headers = new Set(Object.keys(options.headers ?? {}).map((name) => name.toLowerCase()));
    this.#keyHeader = idempotencyHeader(options);
    for (const [location, values] of Object.entries(options.parameters ?? {})) {
      if (!LOCATIONS.some((known) => known === location) || typeof values !== "object" || values === null) {
        throw new ConfigurationError(`parameters has ${JSON.stringify(location)}.`, {
          remedy: `It holds values by place and name, as in { query: { token: "…" } }; places are ${LOCATIONS.join(", ")}.`,
        });
      }
      for (const [name, value] of Object.entries(values)) {
        if (typeof value !== "string" && !isCredential(value))
          throw new ConfigurationError(`The value of parameters.${location}.${name} is no text.`, {
            remedy: "Pass a string, or a credential such as secret(…).",
          });
        this.#values.set(keyOf(location, name), value);
      }
    }
  }

  /** The value for a parameter that is written as the document has it; undefined where the operator gave none. */
  valueOf({ in: location, name }: Pick<ParameterModel, "in" | "name">): string | Credential | undefined {
    return this.#values.get(keyOf(location, name));
  }

  /** A header that every request of this method has anyway, whatever a call says. */
  isHeader({ in: location, name }: Pick<ParameterModel, "in" | "name">, method: string): boolean {
    if (location !== "header") return false;
    const header = name.toLowerCase();
    return this.#headers.has(header) || (header === this.#keyHeader && KEYED.has(method));
  }

  /** What is given for none of these, as `place/name`. */
  without(parameters: ReadonlyArray<Pick<ParameterModel, "in" | "name">>): readonly string[] {
    const met = new Set(parameters.map(({ in: location, name }) => keyOf(location, name)));
    return [...this.#values.keys()].filter((key) => !met.has(key));
  }
}

/** Names of headers are the same in any case. */
function keyOf(location: string, name: string): string {
  return `${location}/${location === "header" ? name.toLowerCase() : name}`;
}
