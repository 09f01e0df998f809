/** A conversation over two CSV files, ending in a chart and a table: `node main.ts [folder]`. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Media, type Message } from "@mcs/core";
import { CsvDriver } from "@mcs/driver-csv";
import { writeData } from "./data.ts";
import { SCRIPT, TASK } from "./script.ts";
import { tableText } from "./table-text.ts";

const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), "csv-analysis-"));
writeData(folder);

// #region conversation
const driver = new CsvDriver({ root: folder });
const { systemMessage, tools } = await driver.getDriverContext("claude-sonnet-5", { provider: "anthropic" });
console.log(`${tools.length} tools, ${systemMessage.length} characters of instructions\n\nUSER   ${TASK}`);

const messages: Message[] = [{ role: "user", content: TASK }];
for (let turn = 0; ; turn++) {
  const answer = scripted(turn); // a real model: client.messages.create({ system: systemMessage, tools, messages })
  const response = await driver.processLlmResponse(answer);
  if (!response.callExecuted && !response.callFailed) break;
  messages.push(...response.messages);
  show(response.callFailed ? `failed: ${response.callDetail}` : response.toolCallResult);
}
await driver.close();
// #endregion

const pictures = JSON.stringify(messages).match(/"media_type":"image\/png"/g)?.length ?? 0;
console.log(`\nThe model was shown ${pictures} picture.`);

/** The script's next line as a message of Anthropic's. */
function scripted(turn: number): Message {
  const line = SCRIPT[turn];
  if (line === undefined) throw new Error("The script is at its end.");
  const { text, call } = line;
  console.log(`\nMODEL  ${text}`);
  if (call === undefined) return { role: "assistant", content: [{ type: "text", text }] };
  console.log(`       ${call.name}(${JSON.stringify(call.input).replace(/(?:\\n|\s)+/g, " ")})`);
  const use = { type: "tool_use", id: `call_${turn}`, name: call.name, input: call.input };
  return { role: "assistant", content: [{ type: "text", text }, use] };
}

function show(result: unknown): void {
  if (typeof result !== "object" || result === null) {
    console.log(`DRIVER ${String(result)}`);
    return;
  }
  const { columns, rows, left_out, image, notes } = result as Record<string, unknown>;
  console.log(tableText(columns as string[], rows as unknown[][], left_out, notes as string[] | undefined));
  if (!Media.is(image) || image.bytes === undefined) return;
  const file = join(folder, "chart.png");
  writeFileSync(file, image.bytes);
  console.log(`DRIVER ${image.type}, ${image.bytes.length} bytes, written to ${file}`);
}
