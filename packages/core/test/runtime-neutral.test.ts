import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import { test } from "vitest";

const SRC = join(import.meta.dirname, "../src");

/** What a module loads at once, types left out, and what it loads only when it is needed. */
function importsOf(file: string): { readonly now: readonly string[]; readonly later: readonly string[] } {
  const source = readFileSync(join(SRC, file), "utf8").replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
  const now: string[] = [];
  for (const [, clause = "", from = ""] of source.matchAll(
    /^(?:import|export)\s([^;]*?)from\s+"([^"]+)";/gms,
  )) {
    if (!isTypeOnly(clause)) now.push(from);
  }
  for (const [, from = ""] of source.matchAll(/^import\s+"([^"]+)";/gm)) now.push(from);
  const later = [...source.matchAll(/import\("([^"]+)"\)/g)].map(([, from = ""]) => from);
  return { now, later };
}

function isTypeOnly(clause: string): boolean {
  if (/^type\s/.test(clause)) return true;
  const names = /^\{([^}]*)\}\s*$/.exec(clause)?.[1]?.split(",") ?? ["value"];
  return names.every((name) => name.trim() === "" || name.trim().startsWith("type "));
}

/** Every module that importing a file loads; packages by their name. */
function loadedBy(entry: string): ReadonlySet<string> {
  const loaded = new Set([entry]);
  for (const file of loaded) {
    if (!file.endsWith(".ts")) continue;
    for (const specifier of importsOf(file).now) {
      loaded.add(specifier.startsWith(".") ? relative(SRC, join(SRC, dirname(file), specifier)) : specifier);
    }
  }
  return loaded;
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const neutral = files.filter((file) => !file.startsWith("node"));

test("no module but those of ./node uses a built-in of Node", () => {
  const builtins = new Set(builtinModules);
  const uses = neutral.flatMap((file) => {
    const { now, later } = importsOf(file);
    return [...now, ...later]
      .filter((specifier) => specifier.startsWith("node:") || builtins.has(specifier))
      .map((specifier) => `${file} imports ${specifier}`);
  });
  assert.deepEqual(uses, []);
});

test("nothing is compiled from text at run time, and nothing is awaited at import", () => {
  for (const file of files) {
    const source = readFileSync(join(SRC, file), "utf8");
    assert.ok(!/\beval\(|new Function\(/.test(source), file);
    assert.ok(!/^(?:const .*= )?await /m.test(source), file);
  }
});

test("the root loads neither a schema library nor prompts nor providers", () => {
  const loaded = [...loadedBy("index.ts")];
  assert.ok(loaded.includes("authoring/hybrid.ts"), "the graph was not walked");
  const packages = loaded.filter((file) => !file.endsWith(".ts"));
  assert.deepEqual(packages, []);
  const rooms = new Set(loaded.map((file) => dirname(file)));
  assert.ok(!rooms.has("prompts") && !rooms.has("prompts/profiles"), loaded.join("\n"));
  assert.ok(!rooms.has("providers"), loaded.join("\n"));
});

test("the contract and the ports load nothing", () => {
  for (const entry of ["contract/index.ts", "ports/index.ts"]) {
    assert.deepEqual(
      [...loadedBy(entry)].filter((file) => file !== entry),
      [],
    );
  }
});

test("rooms are built on one another without a way back", () => {
  const importers = neutral.map((file) => ({ file, imports: [...importsOf(file).now] }));
  const floors = ["contract", "validation", "calls", "prompts", "providers", "authoring", "decorators"];
  const roomOf = (path: string): string | undefined => path.split("/").find((part) => floors.includes(part));
  const upward = importers.flatMap(({ file, imports }) =>
    imports
      .map((specifier) => relative(SRC, join(SRC, dirname(file), specifier)))
      .filter((target) => {
        const [from, to] = [roomOf(file), roomOf(target)];
        return from !== undefined && to !== undefined && floors.indexOf(to) > floors.indexOf(from);
      })
      .map((target) => `${file} imports ${target}`),
  );
  assert.deepEqual(upward, []);
});
