export { parseProfile } from "./parse-profile.ts";
export type { HealingRule, PartialProfile, PromptProfile } from "./profile.ts";
export { extractWith } from "./read-with.ts";
export type { RenderedCall } from "./rendering.ts";
export { toolSignature } from "./signature.ts";
export {
  type ProfileLayers,
  type PromptStrategy,
  promptStrategy,
  type RetryKind,
  type RetryValues,
} from "./strategy.ts";
