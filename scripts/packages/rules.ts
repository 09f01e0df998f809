import { dependsDownwards, importsWhatIsExported, sharesCore } from "./dependencies.ts";
import { driversReadAlike, isTested, knowsItsVersion } from "./habits.ts";
import { commandsStart, exportsByName, isBundled, namesItsFiles, saysWhatItIs } from "./manifest.ts";
import { readmeAnswersInOrder } from "./readme.ts";
import type { Package, Problem, Rule } from "./workspace.ts";

const RULES: readonly Rule[] = [
  saysWhatItIs,
  isBundled,
  namesItsFiles,
  exportsByName,
  commandsStart,
  dependsDownwards,
  sharesCore,
  importsWhatIsExported,
  driversReadAlike,
  isTested,
  knowsItsVersion,
  readmeAnswersInOrder,
];

/** What is wrong with the packages as they stand in the repository. */
export function checkSources(workspace: readonly Package[]): readonly Problem[] {
  return workspace.flatMap((pkg) => RULES.flatMap((rule) => rule(pkg, workspace)));
}
