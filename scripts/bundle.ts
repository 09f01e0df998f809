/**
 * Writes the JavaScript of the package in the working directory to `dist`, beside its declarations: a file for each
 * entry and as few others as dynamic imports allow. A program that imports a package opens two or three
 * files instead of a hundred, which is most of what its start costs.
 */
import { existsSync, globSync, readFileSync, rmSync } from "node:fs";
import { rolldown } from "rolldown";

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly "@mcs/source": string }>>;
  readonly bin?: Readonly<Record<string, string>>;
}

/** What the only entry of a package needs from the start is one file: each further one costs as much as 20 KB. */
const WHOLE = { name: "main", test: /\/src\/index\.ts$/, includeDependenciesRecursively: true };

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const sources = [
  ...Object.values(manifest.exports).map((target) => target["@mcs/source"]),
  ...Object.values(manifest.bin ?? {}).map((file) => file.replace("./dist/", "./src/").replace(/js$/, "ts")),
];
const input = Object.fromEntries(sources.map((source) => [source.replace(/^\.\/src\/|\.ts$/g, ""), source]));

// The compiler leaves the declarations of files that are gone.
const isOld = (file: string): boolean =>
  !/\.d\.ts(\.map)?$/.test(file) ||
  !existsSync(file.replace(/^dist/, "src").replace(/\.d\.ts(\.map)?$/, ".ts"));
for (const file of globSync("dist/**/*.{js,ts,map}").filter(isOld)) rmSync(file);
const bundle = await rolldown({
  input,
  platform: "neutral",
  external: /^(?!\.{0,2}\/)/,
  onLog: (level, log) => {
    if (level === "warn") throw new Error(log.message);
  },
});
await bundle.write({
  dir: "dist",
  format: "esm",
  sourcemap: true,
  // They are in the sources and the declarations; here, each start would read over them.
  comments: { jsdoc: false },
  entryFileNames: "[name].js",
  chunkFileNames: "chunks/[name]-[hash].js",
  ...(sources.length === 1 ? { codeSplitting: { groups: [WHOLE] } } : {}),
});
await bundle.close();
