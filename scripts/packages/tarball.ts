import { execFile } from "node:child_process";
import { globSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Manifest, type Package, type Problem, problem } from "./workspace.ts";

const run = promisify(execFile);

/** A package as the registry would get it, unpacked again. */
export interface Tarball {
  readonly pkg: Package;
  /** The .tgz file. */
  readonly path: string;
  readonly manifest: Manifest;
  /** Paths of its files, from the package's root. */
  readonly files: readonly string[];
}

/** Packs the package, which has to be built, into `folder`. */
export async function pack(pkg: Package, folder: string): Promise<Tarball> {
  const path = join(folder, `${pkg.folder}.tgz`);
  await run("pnpm", ["pack", "--out", path], { cwd: pkg.dir });
  const unpacked = join(folder, pkg.folder);
  mkdirSync(unpacked, { recursive: true });
  await run("tar", ["-xzf", path, "-C", unpacked, "--strip-components=1"]);
  const files = globSync("**/*", { cwd: unpacked, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(unpacked.length + 1));
  const manifest = JSON.parse(readFileSync(join(unpacked, "package.json"), "utf8")) as Manifest;
  return { pkg, path, manifest, files };
}

/** What must not leave the repository in a manifest, and why. */
const PRIVATE_WORDS: readonly (readonly [word: string, why: string])[] = [
  ["@mcs/source", "the condition of this repository: see publishConfig.exports"],
  ["workspace:", "a version that only this repository understands"],
  ["catalog:", "a version that only this repository understands"],
];

const SHIPPED = /^(dist\/.+\.(js|d\.ts|map)|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/;
const TEST_FILE = /(^|\/)(test|tests|corpus|stress)\/|\.test\.|\.spec\./;
const REQUIRED = ["package.json", "README.md", "CHANGELOG.md", "LICENSE"];

/** A user gets what is documented, built from what is there, and nothing else. */
export function shipsWhatIsMeant({ pkg, manifest, files }: Tarball): readonly Problem[] {
  const text = JSON.stringify(manifest);
  const targets = Object.values(manifest.exports ?? {}).map(String);
  return [
    ...REQUIRED.filter((file) => !files.includes(file)).map((file) =>
      problem(pkg, file, "is not in the tarball: add it, and name it in files."),
    ),
    ...PRIVATE_WORDS.filter(([word]) => text.includes(`"${word}`)).map(([word, why]) =>
      problem(pkg, "package.json", `holds ${word} when published, ${why}.`),
    ),
    ...targets
      .flatMap((target) => [target.slice(2), target.slice(2).replace(/\.js$/, ".d.ts")])
      .filter((file) => !files.includes(file))
      .map((file) => problem(pkg, file, "is exported and not in the tarball: build first.")),
    ...files
      .filter((file) => !isMeant(pkg, file))
      .map((file) =>
        problem(pkg, file, "is in the tarball and should not be: narrow files in package.json."),
      ),
    ...files
      .filter((file) => /^dist\/(?!chunks\/)/.test(file) && !pkg.files.includes(sourceOf(file)))
      .map((file) => problem(pkg, file, `comes from no ${sourceOf(file)}: delete dist and build again.`)),
  ];
}

/** A folder that the package names on purpose in `files`, such as one with data, ships as it is. */
function isMeant(pkg: Package, file: string): boolean {
  if (TEST_FILE.test(file)) return false;
  if (SHIPPED.test(file)) return true;
  return (
    pkg.manifest.files?.some((kept) => kept !== "dist" && kept !== "src" && file.startsWith(`${kept}/`)) ??
    false
  );
}

/** Of a file that was built from one source; `chunks` hold what several entries share. */
function sourceOf(built: string): string {
  return built.replace(/^dist\//, "src/").replace(/(\.d\.ts|\.js)(\.map)?$/, ".ts");
}
