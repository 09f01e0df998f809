/**
 * A model refactors a small project: it lists, searches and edits, and every change is shown as a diff. It works on
 * a copy in a temporary folder, or on the folder that is named.
 *
 *     node examples/refactor-files/src/main.ts [FOLDER]
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CallOutcome, Message } from "@mcs/core";
import { FilesystemDriver } from "@mcs/driver-filesystem";
import { answer, TASK } from "./model.ts";

const project = join(import.meta.dirname, "../project");
const [given] = process.argv.slice(2);
const root = given ?? (await mkdtemp(join(tmpdir(), "refactor-")));
if (given === undefined) await cp(project, root, { recursive: true });

// #region refactor
// The model sees nothing but this folder, and what it deletes goes to a trash in it.
const driver = new FilesystemDriver({ root });
const messages: Message[] = [
  { role: "system", content: await driver.getDriverSystemMessage() },
  { role: "user", content: TASK },
];
for (;;) {
  const output = answer(messages);
  const response = await driver.processLlmResponse(output);
  if (response.messages === null) {
    console.log(output);
    break;
  }
  for (const outcome of response.calls ?? []) console.log(shown(outcome));
  messages.push(...response.messages);
}
await driver.close();
// #endregion

if (given === undefined) await rm(root, { recursive: true });

/** A call, and the diff that it made or the reason why it failed. */
function shown(outcome: CallOutcome): string {
  const call = `${outcome.name} ${JSON.stringify(outcome.arguments)}`;
  if (!outcome.ok) return `${call}\n  failed: ${outcome.detail}`;
  const { diff } = outcome.result as { readonly diff?: string };
  return diff === undefined ? call : `${call}\n${diff}`;
}
