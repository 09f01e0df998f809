import type { CapabilityContracts, DriverMeta } from "./contract/index.ts";

/** Where a transparent wrapper keeps the driver that it wraps. */
export const INNER: unique symbol = Symbol.for("@mcs/core:inner");

/** A wrapper that lets the capabilities of its inner driver through: a decorator, a hybrid. */
export interface TransparentWrapper {
  /** The wrapped driver; capabilities are searched in it. */
  readonly [INNER]: { readonly meta: DriverMeta };
}

/** The methods of each contract that this package knows. A flag that is not here names its own method. */
const METHODS: { readonly [C in keyof CapabilityContracts]: ReadonlyArray<keyof CapabilityContracts[C]> } = {
  healthcheck: ["healthcheck"],
  autostart: ["autostart"],
  driver_context: ["getDriverContext"],
  tcs: ["mightBeToolCall", "isCompleteToolCall"],
  consent: ["setConsentHandler"],
  catalogue: ["allTools", "resolveCall"],
};

/** Does the driver, or a layer inside it, advertise the capability? Reads `meta` and nothing else. */
export function hasCapability(driver: { readonly meta: DriverMeta }, flag: string): boolean {
  return driver.meta.capabilities.includes(flag);
}

/**
 * The outermost layer of a driver that implements a capability, ready to be called; undefined where
 * `meta` does not advertise it.
 *
 * A transparent wrapper is searched inward. An orchestrator is opaque: what it advertises it implements.
 */
export function resolveCapability<C extends keyof CapabilityContracts>(
  driver: { readonly meta: DriverMeta },
  flag: C,
): CapabilityContracts[C] | undefined {
  const methods: readonly PropertyKey[] = METHODS[flag] ?? [camelCase(flag)];
  let layer: { readonly meta: DriverMeta } | undefined = driver;
  while (layer !== undefined && hasCapability(layer, flag)) {
    const candidate = layer as unknown as Record<PropertyKey, unknown>;
    if (methods.every((method) => typeof candidate[method] === "function")) {
      return layer as unknown as CapabilityContracts[C];
    }
    layer = (layer as Partial<TransparentWrapper>)[INNER];
  }
  return undefined;
}

function camelCase(flag: string): string {
  return flag.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
