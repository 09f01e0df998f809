/** What a media type means for reading and writing. */
export type MediaKind = "json" | "form" | "multipart" | "text" | "binary";

/** The type without its parameters, in lower case. */
export function essence(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}

export function kindOf(mediaType: string): MediaKind {
  const type = essence(mediaType);
  if (
    type === "application/json" ||
    type === "text/json" ||
    type.endsWith("+json") ||
    type === "*/*" ||
    type === ""
  )
    return "json";
  if (type === "application/x-www-form-urlencoded") return "form";
  if (type === "multipart/form-data") return "multipart";
  if (type.startsWith("text/") || /[/+](?:xml|yaml|javascript|x-ndjson|jsonl|graphql)$/.test(type))
    return "text";
  return "binary";
}

/** What a model writes best comes first. */
export const PREFERENCE: readonly MediaKind[] = ["json", "form", "multipart", "text", "binary"];

/** The media type to put on the wire: ranges such as `application/*+json` are no type that can be sent. */
export function sendable(mediaType: string): string {
  const type = essence(mediaType);
  if (!type.includes("*") && type !== "") return mediaType;
  return kindOf(mediaType) === "json" ? "application/json" : "application/octet-stream";
}
