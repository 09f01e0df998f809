/**
 * Another program on the same root: `node program.ts ROOT TASK TIMES`. Tells on its first line that it is ready,
 * and on its last one what it did, as JSON.
 */
import { LocalFsAdapter } from "../../src/index.ts";

const [root = "", task = "", times = "0"] = process.argv.slice(2);
const adapter = new LocalFsAdapter({ root });
const encode = (text: string) => new TextEncoder().encode(text);

async function read(path: string): Promise<{ text: string; version: string }> {
  const file = await adapter.open(path);
  try {
    const text = new TextDecoder().decode(await file.read(0, file.stat.size));
    return { text, version: file.stat.version ?? "" };
  } finally {
    await file.close();
  }
}

const tasks: Readonly<Record<string, (round: number) => Promise<unknown>>> = {
  /** Adds one to a number that others add to as well. */
  async increment() {
    for (;;) {
      const { text, version } = await read("number");
      try {
        return await adapter.write("number", encode(String(Number(text) + 1)), {
          mode: "overwrite",
          ifMatch: version,
        });
      } catch (error) {
        if ((error as { code?: unknown }).code !== "version_mismatch") throw error;
      }
    }
  },
  append: (round) => adapter.write("log", encode(`${process.pid} ${round}\n`), { mode: "append" }),
  /** Replaces files in several folders with contents of one letter each, new, old or edited. */
  async storm(round) {
    const path = `folder-${round % 3}/file-${round % 5}`;
    const letter = String.fromCharCode(97 + (round % 26));
    const content = encode(letter.repeat(20_000 + round));
    if (round % 2 === 0) return adapter.write(path, content, { mode: "overwrite" });
    if (round % 7 === 0)
      return adapter.write(`folder-0/new-${process.pid}-${round}`, content, { mode: "create" });
    const found = await adapter.stat(path).catch(() => undefined);
    if (found?.version === undefined) return undefined;
    return adapter.write(path, content, { mode: "overwrite", ifMatch: found.version });
  },
  large: () => adapter.write("large", encode("x".repeat(2_000_000)), { mode: "overwrite" }),
  "large append": () => adapter.write("small", encode("x".repeat(2_000_000)), { mode: "append" }),
  /** More calls at once than files may be open: what became of them is thrown. */
  async crowd() {
    const calls = await Promise.allSettled(Array.from({ length: 300 }, () => read("a/b/file")));
    const reasons = calls.flatMap((call) => (call.status === "rejected" ? [call.reason as unknown] : []));
    const strange = reasons.filter((error) => (error as { code?: unknown }).code !== "backend_failed").length;
    const { text } = await read("a/b/file");
    throw new Error(JSON.stringify({ strange, refused: reasons.length > 0, after: text }));
  },
  "copy unreadable": () => adapter.copy("unreadable", "copy"),
  "overwrite unwritable": () => adapter.write("unwritable", encode("new"), { mode: "overwrite" }),
  "append unwritable": () => adapter.write("unwritable", encode("new"), { mode: "append" }),
  "create in unwritable": () => adapter.write("closed/new", encode("new"), { mode: "create" }),
  "create below": () => adapter.write("open/new", encode("new"), { mode: "create" }),
};

const outcomes: string[] = [];
console.log("ready");
for (let round = 0; round < Number(times); round++) {
  try {
    await tasks[task]?.(round);
    outcomes.push("done");
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    outcomes.push(typeof code === "string" ? code : String(message));
  }
}
console.log(JSON.stringify(outcomes));
