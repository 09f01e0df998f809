/**
 * A model edits a small project, and a person decides in the terminal about every change. It works on a copy in a
 * temporary folder, or on the folder that is named.
 *
 *     node examples/consent/src/main.ts [FOLDER]
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hybrid, type Message, withConsent } from "@mcs/core";
import { FilesystemToolDriver } from "@mcs/driver-filesystem";
import { answer, TASK } from "./model.ts";
import { askInTerminal } from "./terminal.ts";

const [given] = process.argv.slice(2);
const root = given ?? (await mkdtemp(join(tmpdir(), "consent-")));
if (given === undefined) await cp(join(import.meta.dirname, "../project"), root, { recursive: true });
const terminal = askInTerminal(process.stdin, process.stdout);

// #region consent
// Looking is free; everything else is asked about, and no answer within a minute is a no.
const driver = hybrid(
  withConsent(new FilesystemToolDriver({ root }), {
    handler: terminal.handler,
    timeoutMs: 60_000,
    policy: [{ annotations: { readOnly: true }, decision: "allow" }],
  }),
);
// #endregion consent

const conversation = {};
const messages: Message[] = [
  { role: "system", content: await driver.getDriverSystemMessage() },
  { role: "user", content: TASK },
];
for (;;) {
  const said = answer(messages);
  const response = await driver.processLlmResponse(said, { conversation });
  if (response.messages === null) {
    console.log(`\n${said}`);
    break;
  }
  for (const call of response.calls ?? []) {
    console.log(`${call.name}: ${call.ok ? "done" : call.detail}`);
  }
  messages.push(...response.messages);
}
await terminal.close();
process.stdin.destroy();
if (given === undefined) await rm(root, { recursive: true });
