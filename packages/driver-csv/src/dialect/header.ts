import { type ColumnType, commonType, isNumeric, valueType } from "./types.ts";

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
  headings.forEach((heading, column) => {
    const values = rows.slice(0, 100).map((row) => row[column] ?? "");
    const below = values.map((value) => valueType(value, decimal)).reduce(commonType, "empty");
    evidence += opinion(heading, below, first[column] ?? "", values);
  });
  if (isRow(headings)) evidence -= 0.5;
  return evidence > 0;
}

/** A header that is one whatever stands before it: words alone, above columns of which some are no words. */
export function isHeaderOfTypes(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  if (rows.length === 0 || !first.every((value) => valueType(value, ".") === "text")) return false;
  return first.some((_, column) => {
    const type = rows.map((row) => valueType(row[column] ?? "", ".")).reduce(commonType, "empty");
    return type !== "text" && type !== "empty";
  });
}

function opinion(heading: ColumnType, below: ColumnType, name: string, values: readonly string[]): number {
  if (heading === "empty") return 0;
  if (heading === "text") {
    if (below === "empty") return 0.1;
    if (below !== "text") return 1;
    return values.includes(name) ? -0.6 : 0.1;
  }
  // Years stand above columns of amounts.
  if (/^(?:19|20)\d\d$/.test(name)) return values.some((value) => /^(?:19|20)\d\d$/.test(value)) ? -1 : 0.2;
  // So do days, months and hours.
  if (!isNumeric(heading) && heading !== "boolean" && isNumeric(below)) return 1;
  return -1;
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
