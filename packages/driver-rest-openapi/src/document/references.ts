import { anchorsOf, identifiedIn, resourcesAround } from "./anchors.ts";
import { isObject, type JsonObject, unescapeSegment } from "./json.ts";
import { selfUri } from "./self.ts";
import { withoutQuery } from "./urls.ts";

/** A file of the description: the document itself, or one that it refers to. */
export interface SourceFile {
  /** Its URL, or `""` for a document without one. */
  readonly uri: string;
  readonly root: unknown;
}

/** A value and where it stands. */
export interface Place {
  readonly file: SourceFile;
  /** JSON pointer within the file. */
  readonly pointer: string;
  readonly value: unknown;
}

/** Longer chains of references are taken for a cycle. */
const MOST_HOPS = 32;

/**
 * Resolves `$ref`s one at a time, when somebody asks. Nothing is inlined and nothing is loaded here, so a
 * broken reference costs whoever follows it and a cycle costs nobody.
 */
export class References {
  readonly #files: ReadonlyMap<string, SourceFile>;
  readonly #found = new Map<SourceFile, Map<string, Place | undefined>>();

  /** @param files by URI; those that could not be loaded are absent */
  constructor(files: ReadonlyMap<string, SourceFile>) {
    this.#files = files;
  }

  /** Where one reference leads, or undefined where it leads nowhere. */
  find(ref: string, from: SourceFile): Place | undefined {
    let known = this.#found.get(from);
    if (known === undefined) {
      known = new Map();
      this.#found.set(from, known);
    }
    const place = known.get(ref);
    if (place !== undefined || known.has(ref)) return place;
    const located = this.#locate(ref, from);
    known.set(ref, located);
    return located;
  }

  /**
   * The place itself, or the end of the chain of references that begins there; undefined where the chain
   * breaks or goes round in a circle.
   */
  follow(place: Place): Place | undefined {
    let current: Place | undefined = place;
    for (let hops = 0; current !== undefined && hops < MOST_HOPS; hops++) {
      const ref = refOf(current.value);
      if (ref === undefined) return current;
      current = this.find(ref, current.file) ?? findAround(ref, current);
    }
    return undefined;
  }

  #locate(ref: string, from: SourceFile): Place | undefined {
    const hash = ref.indexOf("#");
    const target = hash === -1 ? ref : ref.slice(0, hash);
    const file = target === "" ? from : this.#files.get(resolveUri(target, from.uri) ?? "");
    const resource = file === undefined ? this.#named(target, from) : whole(file);
    if (resource === undefined) return undefined;
    const pointer = hash === -1 ? "" : decode(ref.slice(hash + 1));
    if (pointer !== "" && !pointer.startsWith("/")) return anchorsOf(resource.file).get(pointer);
    return locate(resource, pointer);
  }

  /**
   * The document, or the schema in the file, that calls itself what a reference says. Where files were read from goes
   * before that, because it is no claim.
   */
  #named(target: string, from: SourceFile): Place | undefined {
    const base = selfUri(from) ?? from.uri;
    const uri = resolveUri(target, base);
    const self = [...this.#files.values()].find((file) => uri !== undefined && selfUri(file) === uri);
    if (self !== undefined) return whole(self);
    for (const [id, place] of identifiedIn(from)) if (isSame(target, id, base)) return place;
    return undefined;
  }
}

function whole(file: SourceFile): Place {
  return { file, pointer: "", value: file.root };
}

/** Whether a reference names an `$id`, from outside of its schema or, relative to it, from inside. */
export function isSame(target: string, id: string, base: string): boolean {
  const uri = resolveUri(id, base);
  if (uri === undefined) return target === id;
  return resolveUri(target, base) === uri || resolveUri(target, uri) === uri;
}

/** What a pointer leads to from a place. */
function locate(from: Place, pointer: string): Place | undefined {
  let value = from.value;
  let start = pointer.indexOf("/") + 1;
  while (start !== 0) {
    const end = pointer.indexOf("/", start);
    const key = unescapeSegment(pointer.slice(start, end === -1 ? undefined : end));
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as JsonObject)[key];
    start = end + 1;
  }
  return { file: from.file, pointer: `${from.pointer}${pointer}`, value };
}

/** Where a reference within a schema leads that does not begin at the top of its file. */
function findAround(ref: string, place: Place): Place | undefined {
  if (!ref.startsWith("#/")) return undefined;
  const pointer = decode(ref.slice(1));
  for (const resource of resourcesAround(place)) {
    const found = locate(resource, pointer);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The `$ref` of a reference object. Most values have none, which asking first is the cheapest way to learn: the
 * objects of a document have too many shapes for an engine to know where in each of them a property is.
 */
export function refOf(value: unknown): string | undefined {
  if (!isObject(value) || !Object.hasOwn(value, "$ref")) return undefined;
  return typeof value.$ref === "string" ? value.$ref : undefined;
}

/** A reference as messages name it: without what may sign it or let somebody in. */
export function shownRef(ref: string | undefined): string {
  return String(ref)
    .replace(/\?[^#]*/, "")
    .replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/#]*@/i, "$1//");
}

/** A place below another one. */
export function below(place: Place, pointer: string, value: unknown): Place {
  return { file: place.file, pointer: `${place.pointer}/${pointer}`, value };
}

/** The place as diagnostics name it. */
export function pointerOf({ file, pointer }: Place, document: SourceFile): string {
  return file === document ? pointer : `${withoutQuery(file.uri)}#${pointer}`;
}

/** A relative reference as an absolute URI, without its fragment. */
export function resolveUri(target: string, base: string): string | undefined {
  const url = URL.parse(target, base === "" ? undefined : base);
  if (url === null) return undefined;
  url.hash = "";
  return url.href;
}

function decode(fragment: string): string {
  if (!fragment.includes("%")) return fragment;
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
