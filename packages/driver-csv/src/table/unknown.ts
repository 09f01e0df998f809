import { CsvError } from "../errors.ts";
import { namesLike, shownName } from "./names-like.ts";

/** What a model asked for is not there: the error names what is, the closest names first. */
export function unknownColumn(
  table: string,
  name: string,
  columns: readonly { readonly name: string }[],
): CsvError {
  const names = columns.map((column) => column.name);
  return new CsvError("unknown_column", `${table} has no column ${shownName(name)}.`, {
    remedy: `It has ${namesLike(name, names, 50)}.`,
  });
}
