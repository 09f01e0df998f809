import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Tool, toolInputSchema } from "@mcs/core";
import { afterAll, describe, expect, test } from "vitest";
import { type Diagnostic, RestDriver } from "../src/index.ts";
import { danglingRefs, inputProblems, schemaProblems, sizeOf } from "./emitted.ts";
import { parameterProblem } from "./expected.ts";
import { offline } from "./offline.ts";
import { OwnText } from "./own-text.ts";
import { corpus, type Json, type RawOperation, rawOperations, readRaw } from "./raw.ts";
import { Table } from "./table.ts";

const NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;
/** A tool's schema against its operation's own text. */
const LARGEST_RATIO = 20;
/** A tool's joined schema has the parts that were compiled already, so only small ones are compiled once more. */
const SMALL = 20_000;
/** Bytes of heap that a document with all of its schemas worked out may keep, for each byte of its text. */
const HEAP_RATIO = 20;
const HEAP_FLOOR = 30 * 2 ** 20;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
const table = new Table();
afterAll(() => table.print());

const driverFor = (path: string): RestDriver =>
  new RestDriver({ file: path, serverUrl: "http://127.0.0.1:9", http: offline });

describe("every document of the corpus", () => {
  for (const { file, path, bytes, operations } of corpus()) {
    test(file, async () => {
      const root = readRaw(path);
      const found = rawOperations(root);
      // The manifest does not count what only OpenAPI 3.2 has.
      expect(found.length, "operations, by this walk").toBeGreaterThanOrEqual(operations);

      collectGarbage();
      const before = process.memoryUsage().heapUsed;
      const started = performance.now();
      const driver = driverFor(path);
      const tools = await driver.listTools();
      const listed = performance.now();
      const diagnostics = await driver.diagnostics();
      const finished = performance.now();
      collectGarbage();
      const kept = process.memoryUsage().heapUsed - before;
      table.add(file, { operations: found.length, tools: tools.length, diagnostics });
      table.time(file, { listing: listed - started, everything: finished - listed, kept });

      const problems = [
        ...nameProblems(tools),
        ...omissions(found, tools, diagnostics),
        ...inputsOf(root, found, tools),
        ...tools.flatMap(referenceProblems),
        ...schemaProblems(tools),
        ...tools
          .filter((tool) => sizeOf(toolInputSchema(tool)) < SMALL)
          .slice(0, 10)
          .flatMap(inputProblems),
        ...sizeProblems(root, found, tools, file),
      ];
      expect(problems).toEqual([]);
      expect(kept, "bytes of heap").toBeLessThan(Math.max(HEAP_FLOOR, bytes * HEAP_RATIO));

      const again = driverFor(path);
      expect(await again.listTools()).toHaveLength(tools.length);
      expect(JSON.stringify(await again.listTools()) === JSON.stringify(tools), "listed again").toBe(true);
      expect(inOrder(await again.diagnostics())).toEqual(inOrder(diagnostics));
    });
  }
});

/** Which comes first depends on what was asked for first. */
function inOrder(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map((diagnostic) => JSON.stringify(diagnostic)).sort();
}

function nameProblems(tools: readonly Tool[]): string[] {
  const names = tools.map(({ name }) => name);
  const invalid = names.filter((name) => !NAME.test(name)).map((name) => `the name ${name} is not valid`);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const mute = tools.filter(({ title, description }) => !title && !description);
  return [
    ...invalid,
    ...twice.map((name) => `there are two tools named ${name}`),
    ...mute.map(({ name }) => `${name} says nothing of itself`),
  ];
}

const signature = ({ method, path }: { readonly method?: string; readonly path?: string }): string =>
  `${method} ${path}`;

/** Operations that are neither a tool nor reported, and tools that are no operation. */
function omissions(
  found: readonly RawOperation[],
  tools: readonly Tool[],
  diagnostics: readonly Diagnostic[],
): string[] {
  const offered = new Map<string, number>();
  for (const { origin = {} } of tools)
    offered.set(signature(origin), (offered.get(signature(origin)) ?? 0) + 1);
  const missing = found.filter((operation) => {
    const left = offered.get(signature(operation)) ?? 0;
    offered.set(signature(operation), left - 1);
    if (left > 0) return false;
    const { pointer } = operation;
    const item = pointer.slice(0, pointer.lastIndexOf("/"));
    return !diagnostics.some((diagnostic) => {
      return (
        diagnostic.severity === "error" &&
        [pointer, `${item}/parameters`].some((place) => diagnostic.pointer.startsWith(place))
      );
    });
  });
  const surplus = [...offered].filter(([, count]) => count > 0).map(([name]) => name);
  return [
    ...missing.map((operation) => `${signature(operation)} is neither a tool nor reported`),
    ...surplus.map((name) => `${name} is a tool and no operation`),
  ];
}

function inputsOf(root: Json, found: readonly RawOperation[], tools: readonly Tool[]): string[] {
  const bySignature = new Map(found.map((operation) => [signature(operation), operation]));
  return tools.flatMap((tool) => {
    const operation = bySignature.get(signature(tool.origin ?? {}));
    if (operation === undefined) return [];
    const problem = parameterProblem(root, operation, tool.parameters);
    return problem === undefined ? [] : [`${signature(operation)} ${problem}`];
  });
}

function referenceProblems(tool: Tool): string[] {
  const schemas = [
    ...tool.parameters.map(({ schema = true }) => schema),
    toolInputSchema(tool),
    tool.outputSchema ?? true,
  ];
  return schemas.flatMap(danglingRefs).map((ref) => `${tool.name} refers to ${ref}, which is not in it`);
}

function sizeProblems(
  root: Json,
  found: readonly RawOperation[],
  tools: readonly Tool[],
  file: string,
): string[] {
  const ownText = new OwnText(root);
  const bySignature = new Map(found.map((operation) => [signature(operation), operation]));
  return tools.flatMap((tool) => {
    const operation = bySignature.get(signature(tool.origin ?? {}));
    if (operation === undefined) return [];
    const length = ownText.length(operation);
    const ratio = Math.max(sizeOf(toolInputSchema(tool)), sizeOf(tool.outputSchema)) / length;
    table.ratio(file, tool.name, ratio);
    return ratio > LARGEST_RATIO ? [`${tool.name}: its schema is ${ratio.toFixed(1)} × its own text`] : [];
  });
}
