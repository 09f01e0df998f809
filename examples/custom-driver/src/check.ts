import { runContract } from "@mcs/testkit";
import { notesDriver } from "./notes.ts";

const results = await runContract({
  driver: () => notesDriver(),
  sample: { valid: { tool: "write_note", arguments: { title: "tea" }, result: { title: "tea", text: "" } } },
});

for (const result of results) {
  if (result.status === "failed") console.error(`✗ ${result.title}\n  ${result.error.message}`);
}
const passed = results.filter(({ status }) => status === "passed").length;
const skipped = results.filter(({ status }) => status === "skipped").length;
console.log(`${passed} of ${results.length - skipped} cases passed, ${skipped} do not apply.`);
