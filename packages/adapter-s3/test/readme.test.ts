import { expect, test, vi } from "vitest";
import { addToJournal } from "./example.ts";
import { startMemoryS3 } from "./support/memory-s3.ts";

test("the example of the README runs", async () => {
  await using server = await startMemoryS3();
  vi.stubEnv("JOURNAL_KEY_ID", "mcs");
  vi.stubEnv("JOURNAL_SECRET", "hunter2");
  expect(await addToJournal(server.endpoint, "one\n")).toBe(4);
  expect(await addToJournal(server.endpoint, "two\n")).toBe(8);
  expect(server.objects.get("journal/today.md")?.content.toString()).toBe("one\ntwo\n");
  vi.unstubAllEnvs();
});
