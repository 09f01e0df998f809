// Generated from profiles/ by "pnpm generate".
import type { PartialProfile } from "../profile.ts";
import { hermesProfile } from "./hermes.ts";
import { mistralProfile } from "./mistral.ts";
import { pythonicProfile } from "./pythonic.ts";
import { xmlProfile } from "./xml.ts";

/** Profiles for the models that they name; the first that fits counts. */
export const bundledProfiles: readonly PartialProfile[] = [xmlProfile, mistralProfile, pythonicProfile, hermesProfile];
