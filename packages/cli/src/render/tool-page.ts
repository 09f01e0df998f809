import { type Tool, type ToolParameter, toolInputSchema } from "@mcs/core";
import { kindsOf } from "../arguments/schema-kinds.ts";
import type { CliDriver } from "../io.ts";
import { type Channel, printable } from "../terminal.ts";
import { signatureOf } from "./signature.ts";

/** All about one tool, for a person. */
export async function toolPage(
  tool: Tool,
  driver: CliDriver,
  source: string,
  { color }: Channel,
): Promise<string> {
  const [first = "", ...rest] = printable(await signatureOf(tool, driver)).split("\n");
  const { title, origin } = tool;
  const from = [origin?.method, origin?.path].filter((part) => part !== undefined).join(" ");
  const about = [from, ...annotationWords(tool)].filter((part) => part !== "").join(", ");
  return [
    color.bold(first),
    ...(about === "" ? [] : [color.dim(`  ${printable(about)}`)]),
    ...(title && title !== tool.description ? [`  ${printable(title)}`] : []),
    ...rest,
    "",
    color.dim(`Example: mcs call ${shellWord(source)} ${tool.name}${exampleArguments(tool)}`),
  ].join("\n");
}

/** All about one tool, for a program. */
export function toolObject(tool: Tool): object {
  return { ...toolSummary(tool), inputSchema: toolInputSchema(tool), outputSchema: tool.outputSchema };
}

/** A tool without its schemas, as a list of many has it. */
export function toolSummary({ name, title, description, parameters, annotations, origin }: Tool): object {
  return {
    name,
    title,
    description,
    parameters: parameters.map((one) => ({
      name: one.name,
      required: one.required === true,
      description: one.description,
    })),
    annotations,
    origin,
  };
}

function annotationWords({ annotations }: Tool): readonly string[] {
  if (annotations?.readOnly) return ["reads only"];
  return annotations?.destructive ? ["may destroy or overwrite"] : [];
}

/** The required arguments, with a value of the right kind where the schema gives one away. */
function exampleArguments({ parameters }: Tool): string {
  const required = parameters.filter((parameter) => parameter.required);
  return required.map((parameter) => ` ${parameter.name}=${exampleValue(parameter)}`).join("");
}

function exampleValue({ name, schema = true }: ToolParameter): string {
  const node = typeof schema === "boolean" ? {} : schema;
  const given =
    node.default ?? (Array.isArray(node.examples) ? node.examples[0] : node.example) ?? node.enum?.[0];
  if (given !== undefined) return shellWord(typeof given === "string" ? given : JSON.stringify(given));
  const kinds = kindsOf(schema, schema);
  if (kinds?.has("integer") || kinds?.has("number")) return "1";
  if (kinds?.has("boolean")) return "true";
  if (kinds?.has("object")) return "'{…}'";
  return name.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
