/** A call as a model means it. */
export interface Meant {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

export type Writer = (calls: readonly Meant[]) => string;

export const json = JSON.stringify;

/** Python's literals. */
export function python(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string")
    return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (typeof value === "object") {
    return `{${Object.entries(value)
      .map(([key, item]) => `${python(key)}: ${python(item)}`)
      .join(", ")}}`;
  }
  return json(value);
}

export function pythonic({ name, arguments: args }: Meant): string {
  return `${name}(${Object.entries(args)
    .map(([key, value]) => `${key}=${python(value)}`)
    .join(", ")})`;
}

/** A value without a type: text as it is, the rest as JSON. */
export function plain(value: unknown): string {
  return typeof value === "string" ? value : json(value);
}

export function each(
  args: Meant["arguments"],
  write: (key: string, value: unknown) => string,
  between = "",
): string {
  return Object.entries(args)
    .map(([key, value]) => write(key, value))
    .join(between);
}

export function gemma(value: unknown, quote: string): string {
  if (typeof value === "string") return `${quote}${value}${quote}`;
  if (Array.isArray(value)) return `[${value.map((item) => gemma(item, quote)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}:${gemma(item, quote)}`)
      .join(",")}}`;
  }
  return json(value);
}

export const object =
  (name: string, args: string) =>
  (call: Meant): string =>
    json({ [name]: call.name, [args]: call.arguments });
export const standard = object("name", "arguments");
export const list = (calls: readonly Meant[], write = standard): string => `[${calls.map(write).join(", ")}]`;
export const repeat =
  (write: (call: Meant, index: number) => string, between = ""): Writer =>
  (calls) =>
    calls.map(write).join(between);
export const around =
  (open: string, inner: Writer, close: string): Writer =>
  (calls) =>
    `${open}${inner(calls)}${close}`;
export const hermes = (open: string, close: string, write = standard): Writer =>
  repeat((call) => `${open}${write(call)}${close}`, "\n");

export function coder(newline: string): (call: Meant) => string {
  return ({ name, arguments: args }) =>
    `<function=${name}>\n${each(args, (key, value) => `<parameter=${key}>${newline}${plain(value)}${newline}</parameter>\n`)}</function>`;
}

export function invoke(prefix = ""): (call: Meant) => string {
  return ({ name, arguments: args }) =>
    `<${prefix}invoke name="${name}">\n${each(args, (key, value) => `<${prefix}parameter name="${key}">${plain(value)}</${prefix}parameter>\n`)}</${prefix}invoke>`;
}

export function dsml({ name, arguments: args }: Meant): string {
  return `<｜DSML｜invoke name="${name}">\n${each(args, (key, value) => {
    return `<｜DSML｜parameter name="${key}" string="${typeof value === "string"}">${plain(value)}</｜DSML｜parameter>\n`;
  })}</｜DSML｜invoke>`;
}

export function glm(newline: string, prefix = ""): (call: Meant) => string {
  return ({ name, arguments: args }) =>
    `<${prefix}tool_call>${name}${newline}${each(args, (key, value) => {
      return `<${prefix}arg_key>${key}</${prefix}arg_key>${newline}<${prefix}arg_value>${plain(value)}</${prefix}arg_value>${newline}`;
    })}</${prefix}tool_call>`;
}

export function kimi3({ name, arguments: args }: Meant, index: number): string {
  const kind = (value: unknown): string =>
    value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return `<|open|>call tool="${name}" index="${index + 1}"<|sep|>${each(args, (key, value) => {
    return `<|open|>argument key="${key}" type="${kind(value)}"<|sep|>${plain(value)}<|close|>argument<|sep|>`;
  })}<|close|>call<|sep|>`;
}
