import { isDeepStrictEqual } from "node:util";
import { type Package, type Problem, problem, type Rule } from "./workspace.ts";

const ENGINE = ">=22.19";
const FILES = ["dist", "README.md", "CHANGELOG.md", "LICENSE"];

/** What every package.json says alike, by the way to the field. */
const FIELDS: readonly (readonly [field: string, expected: unknown, why: string])[] = [
  ["type", "module", "packages are ESM only"],
  ["sideEffects", false, "importing a package does nothing"],
  ["license", "MIT", "one license for all"],
  ["engines.node", ENGINE, "the oldest Node that is tested"],
  ["publishConfig.access", "public", "scoped packages are private otherwise"],
  ["publishConfig.provenance", true, "releases are signed"],
];

/** The fields that readers, bundlers and the registry rely on. */
export const saysWhatItIs: Rule = (pkg) => {
  const { manifest } = pkg;
  const wrong = FIELDS.filter(([field, expected]) => at(manifest, field) !== expected).map(
    ([field, expected, why]) => inManifest(pkg, `set ${field} to ${JSON.stringify(expected)}: ${why}.`),
  );
  if (manifest.name !== `@mcs/${pkg.folder}`)
    wrong.push(inManifest(pkg, `set name to "@mcs/${pkg.folder}": a folder is named as its package.`));
  if ((manifest.description ?? "") === "")
    wrong.push(inManifest(pkg, "add a description: the registry shows it."));
  const keywords = ["mcs", ...(pkg.folder.startsWith("driver-") ? ["mcs-driver"] : [])];
  for (const keyword of keywords) {
    if (manifest.keywords?.includes(keyword) === true) continue;
    wrong.push(inManifest(pkg, `add the keyword "${keyword}": packages are found by it.`));
  }
  return wrong;
};

const BUILD = /^tsc -b (?:.+ )?&& node \.\.\/\.\.\/scripts\/bundle\.ts$/;

/** Declarations by the compiler, then JavaScript in few files. */
export const isBundled: Rule = (pkg) =>
  BUILD.test(pkg.manifest.scripts?.build ?? "")
    ? []
    : [inManifest(pkg, 'set scripts.build to "tsc -b && node ../../scripts/bundle.ts".')];

/** What is packed is named, and there. */
export const namesItsFiles: Rule = (pkg) => [
  ...FILES.filter((file) => pkg.manifest.files?.includes(file) !== true).map((file) =>
    inManifest(pkg, `add "${file}" to files.`),
  ),
  ...FILES.filter((file) => file !== "dist" && !pkg.files.includes(file)).map((file) =>
    problem(pkg, file, "is missing; every package ships it."),
  ),
];

/**
 * Each entry leads to the source inside of the repository and to the built file outside of it; nothing
 * else of the package can be imported.
 */
export const exportsByName: Rule = (pkg) => {
  const { exports = {}, publishConfig } = pkg.manifest;
  const wrong: Problem[] = [];
  const published: Record<string, string> = {};
  if (!("." in exports)) wrong.push(inManifest(pkg, 'add the entry "." to exports.'));
  for (const [entry, target] of Object.entries(exports)) {
    const source = at(target, "@mcs/source");
    if (entry.includes("*") || typeof source !== "string" || !/^\.\/src\/.+\.ts$/.test(source)) {
      const form = '{ "@mcs/source": "./src/NAME.ts", "default": "./dist/NAME.js" }, without patterns';
      wrong.push(inManifest(pkg, `write exports["${entry}"] as ${form}.`));
      continue;
    }
    const built = source.replace(/^\.\/src\//, "./dist/").replace(/\.ts$/, ".js");
    published[entry] = built;
    if (!isDeepStrictEqual(target, { "@mcs/source": source, default: built }))
      wrong.push(inManifest(pkg, `exports["${entry}"] has to hold @mcs/source and "default": "${built}".`));
    if (!pkg.files.includes(source.slice(2)))
      wrong.push(inManifest(pkg, `exports["${entry}"] leads to ${source}, which does not exist.`));
  }
  if (!isDeepStrictEqual(publishConfig?.exports, published))
    wrong.push(inManifest(pkg, `set publishConfig.exports to ${JSON.stringify(published)}.`));
  return wrong;
};

/** A command starts with the line that lets a shell start it. */
export const commandsStart: Rule = (pkg) =>
  Object.values(pkg.manifest.bin ?? {})
    .map((target) => target.replace(/^(\.\/)?dist\//, "src/").replace(/\.js$/, ".ts"))
    .filter((file) => !pkg.read(file).startsWith("#!/usr/bin/env node\n"))
    .map((file) =>
      problem(pkg, file, 'has to exist and to begin with "#!/usr/bin/env node": bin leads to it.'),
    );

function inManifest(pkg: Package, message: string): Problem {
  return problem(pkg, "package.json", message);
}

function at(value: unknown, way: string): unknown {
  return (way.startsWith("@") ? [way] : way.split(".")).reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
    value,
  );
}
