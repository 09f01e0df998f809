import { setTimeout } from "node:timers/promises";
import {
  defineTool,
  defineToolDriver,
  ExecutionError,
  type Health,
  type JsonSchema,
  type MCSToolDriver,
  type SupportsHealthcheck,
  type ToolArguments,
} from "@mcs/core";
import { VERSION } from "./version.ts";

/** A note of the in-memory store. */
export interface Note {
  /** Counted from 1 in each instance; never given out twice. */
  readonly id: number;
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
}

/** Options of {@link memoryToolDriver}. */
export interface MemoryToolDriverOptions {
  /** What the store holds at first, in the order of their ids. @defaultValue none */
  readonly notes?: ReadonlyArray<{
    readonly title: string;
    readonly text?: string;
    readonly tags?: readonly string[];
  }>;
  /** What a health check says. @defaultValue `{ status: "OK" }` */
  readonly health?: Health;
}

/**
 * A ToolDriver without a backend: a store of notes in memory, for tests, examples and clients that want to
 * try something out. Every instance has a store of its own.
 *
 * | tool | arguments | result |
 * | --- | --- | --- |
 * | `create_note` | `title`, `text?`, `tags?` | the {@link Note} |
 * | `get_note` | `id` | the {@link Note}; fails with code `"no_such_note"` |
 * | `list_notes` | `tag?`, `limit?` (1 to 100, default 20) | an array of {@link Note} |
 * | `delete_note` | `id` | `{ deleted: id }`; fails with code `"no_such_note"` |
 * | `fail` | `message?` | fails with code `"failed_on_demand"` |
 * | `wait` | `milliseconds` (0 to 60,000) | `{ waited: milliseconds }`; ends at once when it is aborted |
 */
export function memoryToolDriver(options: MemoryToolDriverOptions = {}): MCSToolDriver & SupportsHealthcheck {
  const { health = { status: "OK" } } = options;
  const store = new NoteStore();
  for (const note of options.notes ?? []) store.create(note);
  return defineToolDriver({
    id: "5f0c4b0e-6a1b-4f27-9d0f-3b2f1f2a7c55",
    name: "Notes in memory",
    version: VERSION,
    bindings: [{ capability: "notes", adapter: "memory", specFormat: "JSON-Schema" }],
    tools: [...noteTools(store), ...faultTools],
    healthcheck: async () => health,
  });
}

const NOTE_SCHEMA: JsonSchema = {
  type: "object",
  properties: {
    id: { type: "integer" },
    title: { type: "string" },
    text: { type: "string" },
    tags: { type: "array", items: { type: "string" } },
  },
  required: ["id", "title", "text", "tags"],
};

/** The arguments of each tool fit its parameters when `execute` gets them, hence the casts. */
function noteTools(store: NoteStore) {
  const id = { name: "id", description: "The id of the note.", required: true, schema: { type: "integer" } };
  const idOf = (args: ToolArguments): number => args.id as number;
  return [
    defineTool({
      name: "create_note",
      description: "Writes a new note and gives it an id.",
      annotations: { readOnly: false, destructive: false },
      parameters: [
        {
          name: "title",
          description: "What it is about.",
          required: true,
          schema: { type: "string", minLength: 1 },
        },
        { name: "text", description: "The note itself.", schema: { type: "string" } },
        {
          name: "tags",
          description: "Words to find it by.",
          schema: { type: "array", items: { type: "string" } },
        },
      ],
      execute: (args) => store.create(args as { title: string; text?: string; tags?: readonly string[] }),
    }),
    defineTool({
      name: "get_note",
      description: "Reads one note.",
      annotations: { readOnly: true },
      parameters: [id],
      outputSchema: NOTE_SCHEMA,
      execute: (args) => store.get(idOf(args)),
    }),
    defineTool({
      name: "list_notes",
      description: "Lists notes, the oldest first.",
      annotations: { readOnly: true },
      parameters: [
        { name: "tag", description: "Only notes with this tag.", schema: { type: "string" } },
        {
          name: "limit",
          description: "How many at most.",
          schema: { type: "integer", minimum: 1, maximum: 100, default: 20 },
        },
      ],
      execute: (args) => store.list(args as { tag?: string; limit?: number }),
    }),
    defineTool({
      name: "delete_note",
      description: "Deletes one note.",
      annotations: { readOnly: false, destructive: true },
      parameters: [id],
      execute: (args) => store.delete(idOf(args)),
    }),
  ];
}

const faultTools = [
  defineTool({
    name: "fail",
    title: "Fails, for trying out how failures are handled.",
    annotations: { readOnly: true },
    parameters: [{ name: "message", description: "What to fail with.", schema: { type: "string" } }],
    execute: ({ message = "This tool always fails." }) => {
      throw new ExecutionError(String(message), { code: "failed_on_demand" });
    },
  }),
  defineTool({
    name: "wait",
    description: "Waits, for trying out how calls are aborted.",
    annotations: { readOnly: true },
    parameters: [
      {
        name: "milliseconds",
        description: "How long.",
        required: true,
        schema: { type: "integer", minimum: 0, maximum: 60_000 },
      },
    ],
    execute: ({ milliseconds }, { signal }) => wait(milliseconds as number, signal),
  }),
];

async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<{ waited: number }> {
  await setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal });
  return { waited: milliseconds };
}

class NoteStore {
  readonly #notes = new Map<number, Note>();
  #lastId = 0;

  create({ title, text = "", tags = [] }: Pick<Note, "title"> & Partial<Note>): Note {
    const note = Object.freeze({ id: ++this.#lastId, title, text, tags: Object.freeze([...tags]) });
    this.#notes.set(note.id, note);
    return note;
  }

  get(id: number): Note {
    const note = this.#notes.get(id);
    if (note === undefined) {
      throw new ExecutionError(`There is no note ${id}.`, {
        code: "no_such_note",
        remedy: "Call list_notes to see which there are.",
      });
    }
    return note;
  }

  list({ tag, limit = 20 }: { tag?: string; limit?: number }): readonly Note[] {
    const notes = [...this.#notes.values()];
    return notes.filter((note) => tag === undefined || note.tags.includes(tag)).slice(0, limit);
  }

  delete(id: number): { deleted: number } {
    this.get(id);
    this.#notes.delete(id);
    return { deleted: id };
  }
}
