import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, test } from "vitest";
import { fromFiles, inGerman, showWhileStreaming } from "../src/models.ts";
import { notesDriver } from "../src/notes.ts";

const CALL = '{"tool": "read_note", "arguments": {"title": "tea"}}';
const driver = notesDriver(new Map([["tea", "Green."]]));

test("text is shown while it arrives, and a call is not", async () => {
  async function* chunks() {
    for (const chunk of `One moment.\n${CALL}`.match(/.{1,5}|\n/g) ?? []) yield chunk;
  }
  let shown = "";
  const calls = await showWhileStreaming(driver, chunks(), (text) => {
    shown += text;
  });
  assert.equal(shown.trim(), "One moment.");
  assert.deepEqual(
    calls.map(({ name }) => name),
    ["read_note"],
  );
});

test("words are replaced one by one, in code and in files", async () => {
  const folder = mkdtempSync(join(tmpdir(), "profiles-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "de.toml"), '[results]\nexecuted = "Resultat: {result}"\n');

  const inCode = await inGerman(driver).processLlmResponse(CALL);
  assert.match(String(inCode.messages?.at(-1)?.content), /^Ergebnis von read_note:\n/);
  const inFile = await (await fromFiles(driver, folder)).processLlmResponse(CALL);
  assert.match(String(inFile.messages?.at(-1)?.content), /^Resultat: \{/);
});
