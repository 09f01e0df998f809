import { VERSION_FILE, withVersion } from "./version.ts";
import { problem, type Rule } from "./workspace.ts";

const DRIVER_FILES = ["index", "driver", "tool-driver", "options", "errors"].map((name) => `src/${name}.ts`);

/** Who has read one driver package finds the way in every other. */
export const driversReadAlike: Rule = (pkg) => {
  if (!pkg.folder.startsWith("driver-")) return [];
  const missing = DRIVER_FILES.filter((file) => !pkg.files.includes(file)).map((file) =>
    problem(pkg, file, `is missing; every driver package has ${DRIVER_FILES.join(", ")}.`),
  );
  if (!pkg.files.includes(VERSION_FILE))
    missing.push(problem(pkg, VERSION_FILE, "is missing; meta.version is read from it."));
  return missing;
};

/** A package that proves nothing is not published. */
export const isTested: Rule = (pkg) =>
  pkg.files.some((file) => /^test\/.+\.test\.ts$/.test(file))
    ? []
    : [problem(pkg, "test", "holds no *.test.ts; add tests that are named after what they prove.")];

/** `meta.version` is the version that was installed. */
export const knowsItsVersion: Rule = (pkg) => {
  const text = pkg.read(VERSION_FILE);
  const { version = "" } = pkg.manifest;
  if (text === "" || withVersion(text, version) === text) return [];
  return [
    problem(
      pkg,
      VERSION_FILE,
      `does not say ${version} as package.json does: run "node scripts/sync-versions.ts".`,
    ),
  ];
};
