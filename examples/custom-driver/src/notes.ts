import { defineTool, defineToolDriver, ExecutionError, hybrid } from "@mcs/core";
import { z } from "zod";

/** Your backend: here a map, elsewhere a database, a queue, a machine. */
export function notesDriver(notes = new Map<string, string>()) {
  const title = z.string().min(1).describe("What the note is called.");

  const writeNote = defineTool({
    name: "write_note",
    description: "Writes a note, in place of one that has the same title.",
    annotations: { destructive: true, idempotent: true },
    input: z.object({ title, text: z.string().default("") }),
    execute: ({ title, text }) => {
      notes.set(title, text);
      return { title, text };
    },
  });

  const readNote = defineTool({
    name: "read_note",
    description: "Reads a note.",
    annotations: { readOnly: true },
    input: z.object({ title }),
    execute: ({ title }) => {
      const text = notes.get(title);
      if (text === undefined) throw new ExecutionError(`There is no note called ${title}.`);
      return { title, text };
    },
  });

  return hybrid(
    defineToolDriver({
      id: "2c1f5a39-64c4-4d5e-9b46-0a5b1f0b7d3e",
      name: "Notes",
      version: "1.0.0",
      bindings: [{ capability: "notes", adapter: "memory", specFormat: "Custom" }],
      tools: [writeNote, readNote],
    }),
  );
}
