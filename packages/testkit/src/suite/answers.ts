import { type MCSDriver, resolveCapability, type SupportsDriverContext } from "@mcs/core";
import type { ContractContext } from "./context.ts";
import type { NativeFormat } from "./native-formats.ts";
import { rejectionOf } from "./observe.ts";
import type { SampleCall } from "./sample.ts";
import { NotApplicable } from "./violation.ts";

/** A call as a model writes it into its text. */
export function writeCall({ sample }: ContractContext, call: SampleCall): string {
  const { tool, arguments: args } = call;
  return sample.writeCall?.(call) ?? JSON.stringify({ tool, arguments: args });
}

/**
 * The side of a driver that offers tools in a provider's form. A driver that does not offer them is not
 * called in that form either, and the case does not apply.
 */
export async function nativeSide(
  driver: MCSDriver,
  { provider, title }: NativeFormat,
): Promise<SupportsDriverContext> {
  const side = resolveCapability(driver, "driver_context");
  if (side === undefined) throw new NotApplicable("the driver has no driver_context");
  if ((await rejectionOf(() => side.getDriverContext(undefined, { provider }))) !== undefined) {
    throw new NotApplicable(`the driver offers no tools in the form of ${title}`);
  }
  return side;
}
