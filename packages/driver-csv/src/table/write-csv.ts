/** A record as RFC 4180 writes it. A field is quoted where it would be read as something else without. */
export function csvLine(values: readonly (string | null)[]): string {
  const fields = values.map((value) => {
    if (value === null) return "";
    return /[",\r\n]|^[ \t]|[ \t]$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  });
  // A line of nothing would be a blank one, and no record.
  return fields.length === 1 && fields[0] === "" ? '""\n' : `${fields.join(",")}\n`;
}
