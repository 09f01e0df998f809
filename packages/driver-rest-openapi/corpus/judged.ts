import { InvalidArgumentsError, type Tool, type ToolArguments } from "@mcs/core";
import { startCaptureServer } from "@mcs/testkit";
import { afterAll, expect, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { EXCEPTIONS, UNSATISFIABLE } from "./exceptions.ts";
import { generateArguments, seededBy } from "./generate.ts";
import { Judge } from "./judge.ts";
import { idOf } from "./judge-document.ts";
import { type CorpusDocument, corpus, readRaw } from "./raw.ts";

/** What came of the operations of one document. */
export interface Judgement {
  operations: number;
  judged: number;
  /** Operations for which no arguments were found. */
  readonly ungenerated: string[];
  /** Why the judge could not tell, and of which operations. */
  readonly unread: Map<string, string[]>;
  readonly violations: string[];
}

/** One test for each document of OpenAPI 3 that is chosen, and a table of what they came to. */
export function judgedTests(
  chosen: (document: CorpusDocument) => boolean,
  least: { readonly documents: number },
): void {
  const documents = corpus().filter(
    (document) => document.version.startsWith("3") && document.operations > 0 && chosen(document),
  );
  const all: Judgement[] = [];
  const excused = new Map<string, number>();
  afterAll(() => printTable(all, excused));
  test(`there are at least ${least.documents} documents`, () => {
    expect(documents.length).toBeGreaterThanOrEqual(least.documents);
  });
  for (const document of documents) {
    test(document.file, async () => {
      const judgement = await judgeDocument(document);
      all.push(judgement);
      const objections = judgement.violations.filter((objection) => {
        const known = EXCEPTIONS.find(
          (exception) => document.file.startsWith(exception.file) && exception.objection.test(objection),
        );
        if (known !== undefined) excused.set(known.reason, (excused.get(known.reason) ?? 0) + 1);
        return known === undefined;
      });
      const satisfiable = UNSATISFIABLE[document.file];
      expect(objections).toEqual([]);
      expect(judgement.ungenerated.filter((id) => satisfiable?.test(id) !== true)).toEqual([]);
    });
  }
}

function printTable(all: readonly Judgement[], excused: ReadonlyMap<string, number>): void {
  const sum = (pick: (judgement: Judgement) => number): number =>
    all.reduce((total, judgement) => total + pick(judgement), 0);
  const unread = new Map<string, number>();
  for (const [reason, ids] of all.flatMap((judgement) => [...judgement.unread])) {
    const short = reason.replace(/(it fails: \w+: .{24}).*/s, "$1…");
    unread.set(short, (unread.get(short) ?? 0) + ids.length);
  }
  console.table({
    documents: all.length,
    operations: sum(({ operations }) => operations),
    "judged right": sum(({ judged }) => judged),
    "no value fits the schema": sum(({ ungenerated }) => ungenerated.length),
    ...Object.fromEntries([...unread].map(([reason, count]) => [`not judged: ${reason}`, count])),
    ...Object.fromEntries([...excused].map(([reason, count]) => [`excused: ${reason}`, count])),
  });
}

/** Calls every operation of a document once, through the driver, and has each request judged. */
async function judgeDocument({ path }: CorpusDocument): Promise<Judgement> {
  const judge = await Judge.over(readRaw(path));
  const outcome: Judgement = { operations: 0, judged: 0, ungenerated: [], unread: new Map(), violations: [] };
  await using server = await startCaptureServer({ status: 204 });
  await using driver = new RestDriver({ file: path, serverUrl: server.url });
  for (const tool of await driver.listTools()) {
    outcome.operations++;
    const id = idOf(tool.origin ?? {});
    const random = seededBy(id);
    const args = generateArguments(tool, random);
    if (args === undefined) {
      outcome.ungenerated.push(id);
      continue;
    }
    server.reset();
    const refusal = await call(driver, tool, args, random);
    if (refusal !== undefined) {
      outcome.violations.push(`${id}: refused ${shown(args)}: ${shown(String(refusal))}`);
      continue;
    }
    const [request] = server.requests;
    const verdict = request === undefined ? undefined : await judge.verdict(id, request);
    if (verdict === undefined) outcome.violations.push(`${id}: nothing was sent`);
    else if (verdict.kind === "right") outcome.judged++;
    else if (verdict.kind === "unread")
      outcome.unread.set(verdict.reason, [...(outcome.unread.get(verdict.reason) ?? []), id]);
    else
      outcome.violations.push(
        `${id}: ${verdict.reasons.slice(0, 3).join("; ")}, having sent ${request?.target} ${request?.text().slice(0, 200)}`,
      );
  }
  return outcome;
}

/** What only the driver can tell: such a path, or such a body, cannot be written. */
const OTHERS = 40;

/** Calls the tool; where the answer is that more is needed, with more, and where it is no, with something else. */
async function call(
  driver: RestDriver,
  tool: Tool,
  args: ToolArguments,
  random: () => number,
  left = OTHERS,
): Promise<unknown> {
  try {
    await driver.executeTool(tool.name, args);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidArgumentsError) || left === 0) return error;
    const missing = error.issues.map(({ path }) => path[0]);
    const wanted = tool.parameters.filter(({ name }) => missing.includes(name) && args[name] === undefined);
    const all = { ...tool, parameters: wanted.map((parameter) => ({ ...parameter, required: true })) };
    const others = wanted.length === 0 ? generateArguments(tool, random) : generateArguments(all, random);
    if (others === undefined) return error;
    return call(driver, tool, wanted.length === 0 ? others : { ...args, ...others }, random, left - 1);
  }
}

function shown(value: unknown): string {
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 300);
}
