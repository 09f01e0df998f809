import type { FileStat } from "@mcs/core/ports";
import { XMLParser } from "fast-xml-parser";

/** What is asked for; servers answer without the rest. */
export const PROPFIND = `<?xml version="1.0" encoding="utf-8"?>
<propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/><getlastmodified/><getetag/></prop></propfind>`;

/** What a server says of one resource. */
export interface DavResource {
  /** The segments of its path on the server, decoded. */
  readonly segments: readonly string[];
  readonly stat: FileStat;
}

/** Longer than any description of one resource; a server that sends more is stopped. */
const LONGEST = 1_048_576;
const END = /<\/(?:[\w.-]+:)?response\s*>/;

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  htmlEntities: true,
  maxNestedTags: 50,
  isArray: (name) => name === "propstat",
});

/**
 * The resources of a multistatus body as they arrive: a directory may have a million of them, so the body is
 * never held whole, but cut after each and read piece by piece.
 *
 * @throws Error for what is no such body.
 */
export async function* resources(body: AsyncIterable<Uint8Array>): AsyncGenerator<DavResource> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = END.exec(text); end !== null; end = END.exec(text)) {
      const length = end.index + end[0].length;
      const found = resource(text.slice(0, length));
      text = text.slice(length);
      if (found !== undefined) yield found;
    }
    if (text.length > LONGEST) throw new Error("the server's answer is no list of resources");
  }
}

interface Properties {
  readonly resourcetype?: unknown;
  readonly getcontentlength?: unknown;
  readonly getlastmodified?: unknown;
  readonly getetag?: unknown;
}

/** Undefined for what the server says is not there. */
function resource(xml: string): DavResource | undefined {
  const start = xml.search(/<(?:[\w.-]+:)?response[\s>]/);
  const { response } = parser.parse(start === -1 ? "" : xml.slice(start)) as { response?: unknown };
  const { href, propstat = [] } = (response ?? {}) as {
    href?: unknown;
    propstat?: readonly { readonly status?: unknown; readonly prop?: unknown }[];
  };
  if (typeof href !== "string") throw new Error("the server's answer is no list of resources");
  const good = propstat.find(({ status }) => / 2\d\d/.test(String(status)));
  if (good === undefined) return undefined;
  const prop = typeof good.prop === "object" && good.prop !== null ? good.prop : {};
  return { segments: segmentsOf(href), stat: statFrom(prop) };
}

/** Not with `URL`, which would resolve names such as `%2e%2e`. */
function segmentsOf(href: string): readonly string[] {
  const path = href.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "").replace(/[?#].*$/, "");
  return path
    .split("/")
    .filter((segment) => segment !== "")
    .map(decode);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A percent sign that the server did not encode.
    return segment;
  }
}

function statFrom({ resourcetype, getcontentlength, getlastmodified, getetag }: Properties): FileStat {
  const isDirectory =
    typeof resourcetype === "object" && resourcetype !== null && "collection" in resourcetype;
  const time = Date.parse(String(getlastmodified));
  const modifiedMs = Number.isNaN(time) ? undefined : time;
  if (isDirectory) return { kind: "directory", size: 0, modifiedMs, version: undefined };
  const size = Number(getcontentlength ?? 0);
  const version = versionFrom(typeof getetag === "string" ? getetag : null, modifiedMs, size);
  return { kind: "file", size, modifiedMs, version };
}

/** The entity tag without its mark of weakness, which some servers take away after a second. */
export function versionFrom(etag: string | null, modifiedMs: number | undefined, size: number): string {
  return etag === null || etag === "" ? `${modifiedMs ?? ""}-${size}` : etag.replace(/^W\//, "");
}
