import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameOperations } from "../src/operations/names.ts";

const VALID = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly id: string | undefined;
}

function namesOf(operations: readonly Operation[]): string[] {
  const named = operations.map(({ method, path, id }) => ({ name: id ?? "", origin: { method, path } }));
  nameOperations(named);
  return named.map(({ name }) => name);
}

/** Few letters and many separators, so that names meet. */
const text = (separators: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom("a", "b", ...separators), maxLength });
const operation: fc.Arbitrary<Operation> = fc.record({
  method: fc.constantFrom("GET", "PUT"),
  path: text("/_{}.", 6).map((path) => `/${path}`),
  id: fc.oneof(
    fc.constant(undefined),
    text("/_. ", 5),
    text("/_. ", 5).map((id) => `${"x".repeat(62)}${id}`),
    fc.constantFrom("get_a", "put_a_b", "名前", "__proto__", "constructor", ""),
  ),
});
/** No two at one path and method, as in a document. */
const operations = fc.uniqueArray(operation, {
  selector: ({ method, path }) => `${method} ${path}`,
  maxLength: 12,
});

describe("names", () => {
  test("are valid and unique", () => {
    fc.assert(
      fc.property(operations, (list) => {
        const names = namesOf(list);
        expect(new Set(names).size).toBe(list.length);
        for (const name of names) expect(name).toMatch(VALID);
      }),
      { numRuns: 2000 },
    );
  });

  test("keep a valid id as it is, the first of several", () => {
    fc.assert(
      fc.property(operations, (list) => {
        const names = namesOf(list);
        for (const [index, { id }] of list.entries()) {
          if (id === undefined || !VALID.test(id) || list.findIndex((other) => other.id === id) !== index)
            continue;
          expect(names[index]).toBe(id);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("stay when a document grows at its end, except where a newcomer has the very name as its id", () => {
    fc.assert(
      fc.property(operations, fc.nat(12), (list, at) => {
        const old = list.slice(0, at);
        const before = namesOf(old);
        const after = namesOf(list);
        const ids = new Set(list.slice(at).map(({ id }) => id));
        for (const [index, name] of before.entries()) if (!ids.has(name)) expect(after[index]).toBe(name);
      }),
      { numRuns: 2000 },
    );
  });

  test("stay when it grows anywhere, as long as the newcomers want other names", () => {
    /** All names that an operation could be given without a hash: those that it has alone. */
    const claims = ({ method, path, id }: Operation): string[] => [
      id ?? "",
      ...namesOf([{ method, path, id }]),
      ...namesOf([{ method, path, id: undefined }]),
    ];
    fc.assert(
      fc.property(operations, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (list, isNew) => {
        const old = list.filter((_, index) => isNew[index] !== true);
        const wanted = new Set(list.filter((_, index) => isNew[index] === true).flatMap(claims));
        fc.pre(!old.flatMap(claims).some((name) => wanted.has(name)));
        const after = namesOf(list).filter((_, index) => isNew[index] !== true);
        expect(after).toEqual(namesOf(old));
      }),
      { numRuns: 2000 },
    );
  });

  test("have a hash only where another name is the same, or the name is too long", () => {
    fc.assert(
      fc.property(operation, ({ method, path, id }) => {
        fc.pre(`${method}${path}`.length < 50 && (id ?? "").length < 50);
        expect(namesOf([{ method, path, id }])[0]).not.toMatch(/_[0-9a-z]{7}$/);
      }),
    );
  });
});
