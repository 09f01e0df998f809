/** What the values of a column look like. A type changes no value: it says how values are compared and summed up. */
export type ColumnType = "empty" | "integer" | "number" | "boolean" | "date" | "datetime" | "time" | "text";

const INTEGER = /^[+-]?(?:0|[1-9]\d*)$/;
const DECIMAL = { ".": /^[+-]?(?:0|[1-9]\d*)?\.\d+$/, ",": /^[+-]?(?:0|[1-9]\d*)?,\d+$/ };
/** An exponent with a sign, or after a fraction: `1e5` alone is as likely a name. */
const EXPONENT = {
  ".": /^[+-]?\d+(?:\.\d+[eE][+-]?\d+|[eE][+-]\d+)$/,
  ",": /^[+-]?\d+(?:,\d+[eE][+-]?\d+|[eE][+-]\d+)$/,
};
const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?$/;
const DATETIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/;
const LONGEST = 40;

/** The type of one value. Leading zeros make a text: they would be lost in a number. */
export function valueType(value: string, decimal: "." | ","): ColumnType {
  const text = value.trim();
  if (text === "") return "empty";
  if (text.length > LONGEST) return "text";
  const lead = text.charCodeAt(0);
  if (lead > 57) return /^(?:true|false)$/i.test(text) ? "boolean" : "text";
  if (INTEGER.test(text)) return "integer";
  if (DECIMAL[decimal].test(text) || EXPONENT[decimal].test(text)) return "number";
  if (DATE.test(text)) return "date";
  if (DATETIME.test(text)) return "datetime";
  return TIME.test(text) ? "time" : "text";
}

/** The type that values of both types share. */
export function commonType(one: ColumnType, other: ColumnType): ColumnType {
  if (one === other || other === "empty") return one;
  if (one === "empty") return other;
  const both = new Set([one, other]);
  if (both.has("integer") && both.has("number")) return "number";
  if (both.has("date") && both.has("datetime")) return "datetime";
  return "text";
}

/** The decimal mark that these values are written with. */
export function guessDecimal(values: Iterable<string>): "." | "," {
  let points = 0;
  let commas = 0;
  let notThousands = 0;
  for (const value of values) {
    if (DECIMAL["."].test(value)) points++;
    else if (DECIMAL[","].test(value)) {
      commas++;
      // 1,234 may be a thousand and more; 1,5 may not.
      if (!/^[+-]?[1-9]\d{0,2},\d{3}$/.test(value)) notThousands++;
    }
  }
  return notThousands > 0 && commas > points ? "," : ".";
}

export function isNumeric(type: ColumnType): boolean {
  return type === "integer" || type === "number";
}
