import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The fields of a package.json that are looked at. All may be missing: it is what the checks are for. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly type?: string;
  readonly license?: string;
  readonly description?: string;
  readonly keywords?: readonly string[];
  readonly sideEffects?: unknown;
  readonly engines?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly scripts?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly publishConfig?: {
    readonly access?: string;
    readonly provenance?: boolean;
    readonly exports?: Readonly<Record<string, unknown>>;
  };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** One folder of `packages/`. */
export interface Package {
  /** The folder's name, such as `driver-csv`. */
  readonly folder: string;
  /** The folder's path. */
  readonly dir: string;
  readonly manifest: Manifest;
  /** Paths of its own files from `dir`, without what is built or installed. */
  readonly files: readonly string[];
  /** The text of one of its files; empty where there is none. */
  read(file: string): string;
}

/** Something that is wrong, and what to do about it. */
export interface Problem {
  /** From the root of the repository. */
  readonly file: string;
  readonly message: string;
}

/** A check of one package; it sees the others. */
export type Rule = (pkg: Package, workspace: readonly Package[]) => readonly Problem[];

/** Every package of the repository at `root`, by name of its folder. */
export function readWorkspace(root: string): readonly Package[] {
  const parent = join(root, "packages");
  return readdirSync(parent)
    .filter((folder) => existsSync(join(parent, folder, "package.json")))
    .sort()
    .map((folder) => readPackage(join(parent, folder), folder));
}

function readPackage(dir: string, folder: string): Package {
  const read = (file: string) => {
    const path = join(dir, file);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  };
  const files = globSync("**/*", { cwd: dir, exclude: ["node_modules", "dist"], withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1));
  return { folder, dir, manifest: JSON.parse(read("package.json")) as Manifest, files, read };
}

/** A problem in a file of the package. */
export function problem(pkg: Package, file: string, message: string): Problem {
  return { file: `packages/${pkg.folder}/${file}`, message };
}
