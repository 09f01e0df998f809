/** A model deals with a returned order, in a shop's API, its price list and a folder of notes: `node main.ts`. */
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Message, PendingCall } from "@mcs/core";
import { assistant } from "./assistant.ts";
import { SCRIPT, TASK } from "./script.ts";
import { startShop } from "./shop.ts";

process.env.SHOP_KEY ??= "a key that no model sees";
const shop = await startShop(process.env.SHOP_KEY);
const notes = await mkdtemp(join(tmpdir(), "assistant-"));
await cp(join(import.meta.dirname, "../notes"), notes, { recursive: true });

/** In place of a person: everything but deleting is all right. */
async function askUser({ tool, arguments: args }: PendingCall): Promise<boolean> {
  const isAllowed = !tool.includes("delete");
  console.log(`ASKED  ${tool} ${JSON.stringify(args)}: ${isAllowed ? "yes" : "no"}`);
  return isAllowed;
}

const { driver, close } = assistant(shop.url, notes, askUser);
const messages: Message[] = [
  { role: "system", content: await driver.getDriverSystemMessage() },
  { role: "user", content: TASK },
];
console.log(`USER   ${TASK}`);
for (const said of SCRIPT) {
  console.log(`MODEL  ${said}`);
  const response = await driver.processLlmResponse(said);
  if (!response.callExecuted && !response.callFailed) break;
  messages.push(...response.messages);
  const result = response.callFailed ? response.callDetail : JSON.stringify(response.toolCallResult);
  console.log(`DRIVER ${result}`);
}
console.log(`SHOP   ${shop.requests.join(", ")}`);
console.log(`NOTES  ${await readFile(join(notes, "log.md"), "utf8")}`.trimEnd());
await close();
await shop.close();
await rm(notes, { recursive: true });
