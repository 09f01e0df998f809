import { isObject } from "../document/json.ts";
import { scalarText } from "./encode.ts";
import { parseJson } from "./exact-json.ts";
import { Unwritable } from "./unwritable.ts";

/** One event of a stream. */
export interface StreamEvent {
  /** Absent for the usual type, `message`. */
  event?: string;
  /** The data; parsed where it is a JSON object or array. */
  data: unknown;
  id?: string;
  /** Milliseconds. */
  retry?: number;
}

/**
 * Reads server-sent events (WHATWG HTML, section 9.2.6). An event that is not finished by an empty line is left
 * out, as the standard has it; a stream that ended without one gives its last event all the same when `cut` is
 * false, because servers forget the line.
 */
export function readEvents(text: string, cut: boolean): StreamEvent[] {
  const events: StreamEvent[] = [];
  let data: string[] = [];
  let fields: Omit<StreamEvent, "data"> = {};
  const finish = (): void => {
    if (data.length > 0) events.push({ ...fields, data: parsed(data.join("\n")) });
    data = [];
    fields = {};
  };
  const lines = text.split(/\r\n|\n|\r/);
  // Behind the last line break nothing is finished.
  const unfinished = lines.pop() ?? "";
  for (const line of cut ? lines : [...lines, unfinished]) {
    if (line === "") finish();
    else if (!line.startsWith(":")) {
      const [name, value] = fieldOf(line);
      if (name === "data") data.push(value);
      else if (name === "event") fields.event = value;
      else if (name === "id" && !value.includes("\0")) fields.id = value;
      else if (name === "retry" && /^\d+$/.test(value)) fields.retry = Number(value);
    }
  }
  if (!cut) finish();
  return events;
}

const FIELDS: ReadonlySet<string> = new Set(["event", "data", "id", "retry"]);

/**
 * Writes an array as server-sent events; anything else is the only one, and a text is taken as it is. What has
 * other fields than an event has is the data of one.
 *
 * @throws Unwritable for an id or a type with a line break, which would be another field.
 */
export function writeEvents(value: unknown): string {
  if (typeof value === "string") return value;
  const items = Array.isArray(value) ? value : [value];
  return items.map((item) => `${eventLines(item).join("\n")}\n\n`).join("");
}

function eventLines(item: unknown): string[] {
  const names = isObject(item) ? Object.keys(item) : [];
  const event =
    isObject(item) && names.length > 0 && names.every((name) => FIELDS.has(name)) ? item : { data: item };
  return Object.entries(event)
    .filter(([, value]) => value !== undefined && value !== null)
    .flatMap(([name, value]) => {
      const lines = scalarText(value)
        .toWellFormed()
        .split(/\r\n|\n|\r/);
      if (name !== "data" && (lines.length > 1 || lines[0]?.includes("\0")))
        throw new Unwritable(`holds a line break in the field ${name} of an event`);
      return lines.map((line) => `${name}: ${line}`);
    });
}

function fieldOf(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(":");
  if (colon === -1) return [line, ""];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(" ") ? value.slice(1) : value];
}

function parsed(data: string): unknown {
  if (!/^\s*[{[]/.test(data)) return data;
  try {
    return parseJson(data);
  } catch {
    return data;
  }
}
