import { MemoryAdapter } from "@mcs/adapter-memory";

const files = new MemoryAdapter({ files: { "notes/today.md": "# Today\n" }, maxBytes: 1_000_000 });

export async function addNote(text: string): Promise<string | undefined> {
  const { version = "" } = await files.stat("notes/today.md");
  const line = new TextEncoder().encode(`- ${text}\n`);
  // Only if nobody else has written meanwhile.
  const { version: next } = await files.write("notes/today.md", line, { mode: "append", ifMatch: version });
  return next;
}
