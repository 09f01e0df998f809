import { type ColumnType, commonType, guessDecimal, isNumeric, valueType } from "./types.ts";

/**
 * Whether the first record names the columns. Each column is asked: a word above numbers speaks for a header, a
 * number above numbers against it, a word that comes again below is likely a value. A table of words alone has one.
 */
export function looksLikeHeader(
  first: readonly string[],
  rows: readonly (readonly string[])[],
  decimal: "." | ",",
): boolean {
  const headings = first.map((value) => valueType(value, decimal));
  if (headings.every((type) => type === "empty")) return false;
  if (rows.length === 0) return headings.every((type) => type === "text" || type === "empty");
  let evidence = 0;
  const seen = rows.slice(0, 100);
  // Files put together from several have their header again and again.
  const others = seen.filter((row) => row.some((value, column) => value.replace(MARK, "") !== first[column]));
  headings.forEach((heading, column) => {
    const values = seen.map((row) => row[column] ?? "");
    const types = others.map((row) => typeOrNothing(row[column] ?? "", decimal));
    evidence += opinion(heading, types, first[column] ?? "", values);
  });
  if (isRow(headings)) evidence -= 0.5;
  return evidence > 0;
}

/** Each of the files brought its own. */
const MARK = /^\ufeff/;

/** What programs write for nothing is neither a name nor a value that tells of a column. */
function typeOrNothing(value: string, decimal: "." | ","): ColumnType {
  return isNothing(value) ? "empty" : valueType(value, decimal);
}

export function isNothing(value: string): boolean {
  return NOTHING.test(value);
}

const NOTHING = /^(?:\\N|null|n\/?a|nan|none|-)$/i;

/** A header that is one whatever stands before it: words alone, above columns of which some are no words. */
export function isHeaderOfTypes(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const decimal = guessDecimal(rows.flat());
  if (rows.length === 0 || !first.every((value) => valueType(value, decimal) === "text")) return false;
  return first.some((_, column) => {
    const type = rows.map((row) => valueType(row[column] ?? "", decimal)).reduce(commonType, "empty");
    return type !== "text" && type !== "empty";
  });
}

function opinion(
  heading: ColumnType,
  types: readonly ColumnType[],
  name: string,
  values: readonly string[],
): number {
  const below = types.reduce(commonType, "empty");
  // A column without a name speaks a little less against a header than one with a name speaks for it.
  if (heading === "empty") return below === "empty" ? 0 : -0.09;
  if (heading === "text") {
    if (ADDRESS.test(name)) return -1;
    if (below === "empty") return 0.1;
    if (below !== "text") return NOTHING.test(name) ? 0 : 1;
    if (isFigureLike(name, values) || isCodeLike(name, values)) return -1;
    if ([name, ...values].every((value) => LOGGED.test(value))) return -1;
    return values.includes(name) ? -0.6 : 0.1;
  }
  if (below === "text" && types.length > 1 && !types.some((type) => type !== "text" && type !== "empty"))
    return isNumeric(heading) ? 0.5 : -1;
  // Years stand above columns of amounts.
  if (/^(?:19|20)\d\d$/.test(name)) return values.some((value) => /^(?:19|20)\d\d$/.test(value)) ? -1 : 0.2;
  // So do days, months and hours.
  if (!isNumeric(heading) && heading !== "boolean" && isNumeric(below)) return 1;
  return -1;
}

/** A mail address or one of the web: they are values wherever they stand. */
const ADDRESS = /^(?:[^\s@]+@[^\s@]+\.[^\s@]+|[a-z][a-z0-9+.-]*:\/\/\S+)$/i;

/** A line of a log. */
const LOGGED = /^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/**
 * Digits and signs above nothing but digits and signs, in a form that comes again: `$3.50`, `31.12.2024`, `00501`,
 * `+39 333 12`. They are texts by their type, and no names.
 */
function isFigureLike(name: string, values: readonly string[]): boolean {
  const present = values.filter((value) => value !== "");
  if (![name, ...present].every((value) => /\d/.test(value) && !/\p{L}/u.test(value))) return false;
  const form = figureForm(name);
  return present.some((value) => figureForm(value) === form);
}

/** Letters and digits above several values that differ from it in their digits alone, `A1`, or a long code like theirs. */
function isCodeLike(name: string, values: readonly string[]): boolean {
  const present = values.filter((value) => value !== "");
  if (present.length < 2 || !/\d/.test(name)) return false;
  if (present.every((value) => figureForm(value) === figureForm(name))) return true;
  const form = codeForm(name);
  return LONG_CODE.test(form) && present.every((value) => codeForm(value) === form);
}

function codeForm(value: string): string {
  return value.replace(/[0-9a-z]/gi, "x");
}

/** Several parts, as those of a UUID. */
const LONG_CODE = /^x{4,}(?:[-:]x+){2,}$/;

function figureForm(value: string): string {
  return value.replace(/\d+(?: \d+)*/g, "9");
}

/** Numbers or dates in the first record, and nothing that could only be a name. */
function isRow(headings: readonly ColumnType[]): boolean {
  return headings.some((type) => type !== "text" && type !== "empty" && type !== "integer");
}

/** Names that are there and differ; what had to be changed is said. */
export function columnNames(given: readonly string[], width: number): { names: string[]; remarks: string[] } {
  const names: string[] = [];
  const remarks: string[] = [];
  const taken = new Set<string>();
  const others = new Set(given.map((name) => name.trim()));
  for (let index = 0; index < Math.max(width, given.length); index++) {
    const wanted = (given[index] ?? "").trim();
    let name = wanted === "" ? `column_${index + 1}` : wanted;
    if (wanted === "") {
      while (taken.has(name) || others.has(name)) name += "_";
      remarks.push(`Column ${index + 1} has no name in the header: it is called ${JSON.stringify(name)}.`);
    } else if (taken.has(name)) {
      let count = 2;
      while (taken.has(`${name}_${count}`) || others.has(`${name}_${count}`)) count++;
      name = `${name}_${count}`;
      remarks.push(
        `The header has ${JSON.stringify(wanted)} twice: column ${index + 1} is called ${JSON.stringify(name)}.`,
      );
    }
    taken.add(name);
    names.push(name);
  }
  if (given.some((name) => name !== name.trim()))
    remarks.push("Spaces around names in the header are left out.");
  return {
    names,
    remarks: remarks.length <= 20 ? remarks : [...remarks.slice(0, 20), `… and ${remarks.length - 20} more.`],
  };
}
