import { type Package, type Problem, problem, type Rule } from "./workspace.ts";

const CORE = "@mcs/core";

/**
 * Dependencies point one way: what a package of each kind may need at run time. A kind is the first word
 * of the package's name.
 */
const MAY_NEED: Readonly<Record<string, readonly string[]>> = {
  core: [],
  adapter: ["core"],
  testkit: ["core"],
  orchestrator: ["core"],
  telemetry: ["core"],
  autostart: ["core"],
  driver: ["core", "adapter"],
  server: ["core", "orchestrator"],
  cli: ["core", "adapter", "driver", "orchestrator", "server", "autostart", "testkit"],
};

/** Applications own their copy of core; everything else shares the application's. */
const APPLICATIONS = ["cli"];

/** Core below adapters, adapters below drivers, drivers below the command. */
export const dependsDownwards: Rule = (pkg) => {
  const allowed = MAY_NEED[kindOf(pkg.folder)];
  if (allowed === undefined) {
    const kinds = Object.keys(MAY_NEED).join(", ");
    return [
      problem(pkg, "package.json", `is of no known kind (${kinds}): name it after one, or add its kind.`),
    ];
  }
  const { dependencies, peerDependencies } = pkg.manifest;
  return Object.keys({ ...dependencies, ...peerDependencies })
    .filter((name) => name.startsWith("@mcs/") && !allowed.includes(kindOf(name.slice(5))))
    .map((name) => {
      const needs = allowed.length === 0 ? "nothing of this project" : `only ${allowed.join(", ")}`;
      return problem(pkg, "package.json", `remove ${name}: a package of this kind may need ${needs}.`);
    });
};

/** Core is a peer, so that an application has one copy of it; and a dev dependency, so that tests have one. */
export const sharesCore: Rule = (pkg) => {
  const kind = kindOf(pkg.folder);
  if (kind === "core" || APPLICATIONS.includes(kind)) return [];
  const { dependencies, peerDependencies, devDependencies } = pkg.manifest;
  const wrong: Problem[] = [];
  const say = (message: string) => wrong.push(problem(pkg, "package.json", message));
  if (dependencies?.[CORE] !== undefined) say(`move ${CORE} from dependencies to peerDependencies.`);
  if (peerDependencies?.[CORE] !== "workspace:^") say(`add "${CORE}": "workspace:^" to peerDependencies.`);
  if (devDependencies?.[CORE] !== "workspace:^") say(`add "${CORE}": "workspace:^" to devDependencies.`);
  return wrong;
};

const SPECIFIER = /(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)["']([^"']+)["']/gm;

/** Other packages are imported by what they export, never by a path into them. */
export const importsWhatIsExported: Rule = (pkg, workspace) =>
  pkg.files
    .filter((file) => /\.(ts|tsx|mts|js|mjs)$/.test(file))
    .flatMap((file) =>
      [...pkg.read(file).matchAll(SPECIFIER)]
        .map((match) => match[1] ?? "")
        .flatMap((specifier) => {
          const reason = whyForbidden(pkg, file, specifier, workspace);
          return reason === undefined ? [] : [problem(pkg, file, reason)];
        }),
    );

function whyForbidden(
  pkg: Package,
  file: string,
  specifier: string,
  workspace: readonly Package[],
): string | undefined {
  if (specifier.startsWith("../")) {
    const depth = file.split("/").length - 1;
    const climbs = specifier.match(/\.\.\//g)?.length ?? 0;
    if (climbs <= depth) return undefined;
    return `imports ${specifier}, which lies outside of the package: import what a package exports.`;
  }
  const owner = workspace.find(({ manifest }) => isOf(specifier, manifest.name ?? ""));
  if (owner === undefined || owner === pkg) return undefined;
  const entry = `.${specifier.slice((owner.manifest.name ?? "").length)}`;
  if (owner.manifest.exports?.[entry] !== undefined) return undefined;
  return `imports ${specifier}, which ${owner.manifest.name} does not export: use one of its entries.`;
}

function isOf(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(`${name}/`);
}

function kindOf(folder: string): string {
  return folder.split("-")[0] ?? folder;
}
