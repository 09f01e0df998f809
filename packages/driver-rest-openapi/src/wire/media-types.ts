import type { ContentModel } from "../operations/model.ts";

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

const PREFERENCE: readonly MediaKind[] = ["json", "form", "multipart", "text", "binary"];

/** The content to send: what a model writes best, and of equals what the document names first. */
export function chooseContent(contents: readonly ContentModel[]): ContentModel | undefined {
  for (const kind of PREFERENCE) {
    const content = contents.find(({ mediaType }) => kindOf(mediaType) === kind);
    if (content !== undefined) return content;
  }
  return undefined;
}

/** The media type to put on the wire: ranges such as `application/*+json` are no type that can be sent. */
export function sendable(mediaType: string): string {
  const type = essence(mediaType);
  if (!type.includes("*") && type !== "") return mediaType;
  return kindOf(mediaType) === "json" ? "application/json" : "application/octet-stream";
}
