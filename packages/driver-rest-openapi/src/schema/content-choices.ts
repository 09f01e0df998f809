import { asObject, sameJson } from "../document/json.ts";
import type { ContentModel } from "../operations/model.ts";
import { essence, kindOf, type MediaKind, PREFERENCE } from "../wire/media-types.ts";
import type { SchemaLibrary } from "./library.ts";

/**
 * The media types worth choosing between, the preferred one first. Several names for one thing, such as
 * `application/json` beside `text/json`, are no choice; a patch format beside another one is.
 */
export function contentChoices(contents: readonly ContentModel[], library: SchemaLibrary): ContentModel[] {
  const ranked = [...contents].sort((a, b) => rank(a, library) - rank(b, library));
  const choices: ContentModel[] = [];
  for (const content of ranked) {
    const same = choices.some((other) => {
      return (
        kindOf(other.mediaType) === kindOf(content.mediaType) &&
        isAlias(other, content) &&
        sameSchema(other, content, library)
      );
    });
    if (!same) choices.push(content);
  }
  return choices;
}

/** Of equals, what the document names first; but a type that can be sent as it stands goes before a range. */
function rank(content: ContentModel, library: SchemaLibrary): number {
  const { mediaType } = content;
  const kind: MediaKind = kindOf(mediaType);
  const isLast = mediaType.includes("*") || isUnfitPatch(content, library);
  return PREFERENCE.indexOf(kind) * 2 + (isLast ? 1 : 0);
}

/** A JSON Patch is a list (RFC 6902). Documents that give one schema to all formats of patches describe an object. */
function isUnfitPatch({ mediaType, schema }: ContentModel, library: SchemaLibrary): boolean {
  if (schema === undefined || essence(mediaType) !== "application/json-patch+json") return false;
  return asObject(library.follow(schema)?.value)?.type === "object";
}

/** Parameters, ranges and the generic names say nothing that the server would treat differently. */
function isAlias(a: ContentModel, b: ContentModel): boolean {
  const generic =
    /^(?:application\/json|text\/json|text\/plain|\*\/\*|application\/\*\+json|application\/octet-stream|application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i;
  return generic.test(a.mediaType) && generic.test(b.mediaType);
}

/** Whether two media types carry the same value: one schema, or two that are written the same. */
export function sameSchema(a: ContentModel, b: ContentModel, library: SchemaLibrary): boolean {
  if (a.schema === undefined || b.schema === undefined) return a.schema === b.schema;
  const [first, second] = [library.follow(a.schema)?.value, library.follow(b.schema)?.value];
  return sameJson(first, second);
}
