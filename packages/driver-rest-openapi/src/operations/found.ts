import { asString, type JsonObject } from "../document/json.ts";
import { below, type Place, pointerOf, type SourceFile } from "../document/references.ts";

/** Method and path, by which an operation is known. A type, because tools have it as a record. */
export type Endpoint = {
  /** As it is sent: upper case, but for those that a document brings along (OpenAPI 3.2). */
  readonly method: string;
  /** As the document keys it; with the slash that it begins with, where that was forgotten. */
  readonly path: string;
};

/** A path item where it stands. */
export interface PathItemPlace extends Place {
  /** The path item that refers to it, whose own parameters and servers stand for the operations as well. */
  readonly beside?: PathItemPlace;
}

/** The path item, and those by whose references it was reached: the nearest first. */
export function pathItems(item: PathItemPlace): readonly PathItemPlace[] {
  return item.beside === undefined ? [item] : [item, ...pathItems(item.beside)];
}

/** An operation as it stands in the document. */
export class FoundOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: JsonObject;
  /** The path item that it stands in, for what all of its operations share. */
  readonly item: PathItemPlace;
  readonly #key: string;
  readonly #document: SourceFile;

  /** @param key where in the path item it stands, as a part of a JSON pointer */
  constructor(
    { method, path }: Endpoint,
    key: string,
    operation: JsonObject,
    item: PathItemPlace,
    document: SourceFile,
  ) {
    this.method = method;
    this.path = path;
    this.operation = operation;
    this.item = item;
    this.#key = key;
    this.#document = document;
  }

  /** Its `operationId`. */
  get id(): string | undefined {
    return asString(this.operation.operationId);
  }

  /** The operation object. */
  get place(): Place {
    return below(this.item, this.#key, this.operation);
  }

  /** JSON pointer in the document. */
  get pointer(): string {
    return pointerOf(this.place, this.#document);
  }

  /** The operation as people know it: `GET /pets/{petId}`. */
  get signature(): string {
    return `${this.method} ${this.path}`;
  }
}
