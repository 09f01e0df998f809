/** What a media type means for reading and writing. */
export type MediaKind =
  | "json"
  | "form"
  | "multipart"
  | "xml"
  /** A JSON value on each line, or behind each record separator. */
  | "lines"
  /** Server-sent events. */
  | "events"
  /** YAML; as all JSON is YAML, it is written as JSON and read as text. */
  | "yaml"
  | "text"
  | "binary";

/** The type without its parameters, in lower case. */
export function essence(mediaType: string): string {
  const end = mediaType.indexOf(";");
  return (end === -1 ? mediaType : mediaType.slice(0, end)).trim().toLowerCase();
}

export function kindOf(mediaType: string): MediaKind {
  const type = essence(mediaType);
  if (type === "application/json" || type.endsWith("+json")) return "json";
  return KINDS.get(type) ?? byPattern(type);
}

const KINDS: ReadonlyMap<string, MediaKind> = new Map([
  ["text/json", "json"],
  ["*/*", "json"],
  ["application/*", "json"],
  ["", "json"],
  ["application/x-www-form-urlencoded", "form"],
  ["text/event-stream", "events"],
]);

function byPattern(type: string): MediaKind {
  if (type.startsWith("multipart/")) return "multipart";
  if (/[/+](?:(?:x-)?nd-?json|(?:x-)?json-?l(?:ines)?|json-seq)$/.test(type)) return "lines";
  if (/[/+](?:x-)?ya?ml$/.test(type)) return "yaml";
  // A picture in SVG and a page in XHTML are documents of their own, no data to be taken apart.
  if (/[/+]xml$/.test(type)) return /^image\/|xhtml/.test(type) ? "text" : "xml";
  if (type.startsWith("text/") || /[/+](?:javascript|ecmascript|graphql|sql|toml)$/.test(type)) return "text";
  return "binary";
}

/** What a model writes best comes first. */
export const PREFERENCE: readonly MediaKind[] = [
  "json",
  "form",
  "multipart",
  "lines",
  "xml",
  "yaml",
  "text",
  "events",
  "binary",
];

/** Whether it is a range such as `image/*`, which is no type that can be sent. */
export function isRange(mediaType: string): boolean {
  const type = essence(mediaType);
  return type.includes("*") || type === "";
}

/** The media type to put on the wire where the document names a range. */
export function sendable(mediaType: string): string {
  if (!isRange(mediaType)) return mediaType;
  const kind = kindOf(mediaType);
  if (kind === "json") return "application/json";
  if (kind === "multipart") return "multipart/form-data";
  return kind === "text" ? "text/plain" : "application/octet-stream";
}

/** Whether a concrete type is one of a comma-separated list of types and ranges. */
export function isAmong(mediaType: string, list: string): boolean {
  const type = essence(mediaType);
  return list.split(",").some((entry) => {
    const allowed = essence(entry);
    return (
      allowed === type ||
      allowed === "*/*" ||
      (allowed.endsWith("/*") && type.startsWith(allowed.slice(0, -1)))
    );
  });
}

/** The first type of a list that can be sent as it stands. */
export function firstConcrete(list: string): string | undefined {
  return list
    .split(",")
    .map((entry) => entry.trim())
    .find((entry) => !isRange(entry));
}
