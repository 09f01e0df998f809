import { strict as assert } from "node:assert";
import type { FilesystemPort } from "@mcs/core/ports";
import {
  type FilesystemSubject,
  FilesystemViolation,
  filesystemSuite,
  runFilesystem,
  testFilesystem,
} from "@mcs/testkit";
import { describe, test } from "vitest";
import { runFilesystemCase } from "../src/filesystem/run.ts";
import { alter } from "./support/alter.ts";
import { broken, fileBreakages } from "./support/file-breakages/index.ts";
import { MemoryPort } from "./support/memory-port.ts";

const cases = Object.values(filesystemSuite).flat();

const good: FilesystemSubject = {
  port: () => new MemoryPort(),
  symlink: async (port, path) => {
    if (port instanceof MemoryPort) port.nodes.set(path, port.node("symlink"));
  },
  another: (port) => withoutClosing(port),
  hidden: ["hunter2"],
};

/** A port in memory has no second one; that it is not closed twice is all that is to be seen of it. */
function withoutClosing(port: FilesystemPort): FilesystemPort {
  return alter(port, () => ({ close: async () => {} }));
}

describe("a port that keeps every promise passes every case", () => {
  testFilesystem({ test, ...good });
});

test("the ids of the cases are unique and begin with their subject", () => {
  assert.equal(new Set(cases.map(({ id }) => id)).size, cases.length);
  for (const [subject, group] of Object.entries(filesystemSuite)) {
    for (const { id } of group) assert.ok(id.startsWith(`${subject}.`), id);
  }
});

test("every case is failed by some broken port", () => {
  const proven = new Set(fileBreakages.flatMap(({ fails }) => fails));
  assert.deepEqual(
    cases.map(({ id }) => id).filter((id) => !proven.has(id)),
    [],
  );
});

describe("a port that", () => {
  for (const breakage of fileBreakages) {
    test(`${breakage.that} fails ${breakage.fails.join(", ")}`, async () => {
      for (const id of breakage.fails) {
        const found = cases.find((each) => each.id === id);
        assert.ok(found, `there is no case ${id}`);
        const subject = { ...good, manyEntries: 40, timeoutMs: 5_000, port: () => broken(breakage) };
        const result = await runFilesystemCase(found, subject);
        assert.ok(result.status === "failed", `${id} ${result.status}`);
        assert.ok(result.error instanceof FilesystemViolation, `${id}: ${result.error.stack}`);
      }
    });
  }
});

test("what the backend cannot prove is skipped with the reason, and not even tried", async () => {
  const unsupported = { "write.append": "objects cannot grow" };
  let ports = 0;
  const port = () => {
    ports++;
    return new MemoryPort();
  };
  const results = await runFilesystem({ ...good, port, unsupported, manyEntries: 40 });
  assert.deepEqual(
    results.filter(({ status }) => status !== "passed"),
    [
      {
        id: "write.append",
        title: "append adds to the end, or creates the file",
        status: "skipped",
        reason: "objects cannot grow",
      },
    ],
  );
  assert.equal(ports, cases.length - 1);
});

test("a case that is left out but does not exist is an error, in either way of running", async () => {
  const unsupported = { "write.apend": "a slip" };
  await assert.rejects(runFilesystem({ ...good, unsupported }), /names no case of the suite: write.apend/);
  assert.throws(() => testFilesystem({ test: () => {}, ...good, unsupported }), /write.apend/);
});

test("without links and secrets their cases are skipped with the reason", async () => {
  const results = await runFilesystem({ port: good.port, manyEntries: 40 });
  const skipped = results.flatMap((each) =>
    each.status === "skipped" ? [`${each.id}: ${each.reason}`] : [],
  );
  assert.deepEqual(skipped, [
    "link.described: the subject makes no symbolic links",
    "link.removed: the subject makes no symbolic links",
    "concurrency.programs-create: the subject opens no second port on a root",
    "concurrency.programs-if-match: the subject opens no second port on a root",
    "error.hidden: the subject hides nothing",
  ]);
});

test("the message of a violation says the promise, its id and what was found", async () => {
  const lossy = fileBreakages.find(({ that }) => that === "counts characters for bytes");
  assert.ok(lossy);
  const results = await runFilesystem({ ...good, port: () => broken(lossy), manyEntries: 40 });
  const failed = results.find(({ id }) => id === "stat.file");
  assert.ok(failed?.status === "failed");
  assert.match(
    failed.error.message,
    /^a file has its kind, its size in bytes and a version \[stat.file\]\n {2}Found: \{ kind/,
  );
});

test("every case closes the port that it was given", async () => {
  let open = 0;
  const port = () => {
    open++;
    const made = new MemoryPort();
    let closed = false;
    return Object.assign(made, {
      close: async () => {
        if (!closed) open--;
        closed = true;
      },
    });
  };
  await runFilesystem({ ...good, port, manyEntries: 40 });
  assert.equal(open, 0);
});
