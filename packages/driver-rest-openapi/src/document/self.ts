import { asObject, asString } from "./json.ts";
import { resolveUri, type SourceFile } from "./references.ts";

/**
 * What a document calls itself, as an absolute URI (`$self`, OpenAPI 3.2, section 4.1.1). References may name it so.
 * It is a name and no place: nothing is fetched from there, and nobody gets a right by it.
 */
export function selfUri({ root, uri }: SourceFile): string | undefined {
  const { $self, openapi } = asObject(root) ?? {};
  const stated = asString($self);
  return stated === undefined || !/^3\.2(?:\.|$)/.test(String(openapi)) ? undefined : resolveUri(stated, uri);
}
