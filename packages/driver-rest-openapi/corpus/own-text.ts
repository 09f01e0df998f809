import { isRecord, type Json, lookUp, type RawOperation } from "./raw.ts";

interface Piece {
  readonly length: number;
  readonly refs: readonly string[];
}

/** The length of an operation's own text: its JSON, and of all that it refers to, each once. */
export class OwnText {
  readonly #root: Json;
  readonly #pieces = new Map<string, Piece>();

  constructor(root: Json) {
    this.#root = root;
  }

  length({ operation, item }: RawOperation): number {
    const own = piece({ operation, parameters: item.parameters });
    const seen = new Set<string>();
    const pending = [...own.refs];
    let length = own.length;
    for (let ref = pending.pop(); ref !== undefined; ref = pending.pop()) {
      if (seen.has(ref)) continue;
      seen.add(ref);
      const target = this.#piece(ref);
      length += target.length;
      pending.push(...target.refs);
    }
    return length;
  }

  #piece(ref: string): Piece {
    let found = this.#pieces.get(ref);
    if (found === undefined) {
      found = piece(lookUp(this.#root, ref));
      this.#pieces.set(ref, found);
    }
    return found;
  }
}

function piece(value: unknown): Piece {
  const refs: string[] = [];
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    if (isRecord(inner) && typeof inner.$ref === "string") refs.push(inner.$ref);
    return inner;
  });
  return { length: text?.length ?? 0, refs };
}
