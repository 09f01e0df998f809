import { type ArgumentIssue, InvalidArgumentsError, type ToolArguments } from "@mcs/core";
import { setOwn } from "../document/json.ts";
import type { ContentModel, ParameterModel } from "../operations/model.ts";
import type { InputPlan, Slot } from "../schema/inputs.ts";
import { encodeBody, type WireBody } from "./body.ts";
import { encodeStrict, scalarText } from "./encode.ts";
import { fillPath, type PathTemplate } from "./path.ts";
import { formPairs, headerValue, pathValue } from "./styles.ts";

/** What the arguments come to on the wire, before server and credentials are added. */
export interface WireRequest {
  readonly path: string;
  readonly query: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: WireBody | undefined;
}

/**
 * Puts validated arguments into their places. A pure function.
 *
 * @throws InvalidArgumentsError where a value cannot be written in its place.
 */
export function buildRequest(
  toolName: string,
  template: PathTemplate,
  plan: InputPlan,
  args: ToolArguments,
): WireRequest {
  const path = new Map<string, string>();
  const query: string[] = [];
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (const slot of plan.slots) {
    if (slot.in !== "parameter") continue;
    const value = args[slot.argument];
    if (value === undefined) continue;
    const { parameter } = slot;
    switch (parameter.in) {
      case "path":
        path.set(parameter.name, pathText(toolName, slot.argument, parameter, value));
        break;
      case "query":
        if (value !== null) query.push(...queryPairs(parameter, value));
        break;
      case "querystring":
        if (value !== null) query.push(...wholeQuery(parameter, value));
        break;
      case "header":
        if (value !== null) headers[parameter.name] = headerText(toolName, slot.argument, parameter, value);
        break;
      case "cookie":
        if (value !== null) cookies.push(...queryPairs(parameter, value));
        break;
    }
  }
  // A template may name what the document forgot to declare; it then stays as it is written.
  const textOf = (name: string): string => path.get(name) ?? encodeStrict(`{${name}}`);
  return {
    path: fillPath(template, textOf, toolName),
    query,
    headers,
    cookies,
    body: bodyOf(toolName, plan, args),
  };
}

function pathText(
  toolName: string,
  argument: string,
  { name, format }: ParameterModel,
  value: unknown,
): string {
  const text = "mediaType" in format ? encodeStrict(JSON.stringify(value)) : pathValue(name, value, format);
  if (text !== "") return text;
  // An empty segment is another URL: the collection instead of the item.
  throw invalid(toolName, argument, "must not be empty, because it is part of the path");
}

function queryPairs({ name, format }: ParameterModel, value: unknown): string[] {
  if (!("mediaType" in format)) return formPairs(name, value, format);
  return [
    `${encodeStrict(name)}=${encodeStrict(typeof value === "string" && !/json/i.test(format.mediaType) ? value : JSON.stringify(value))}`,
  ];
}

/** OpenAPI 3.2's `querystring`: the value is the whole query. */
function wholeQuery(parameter: ParameterModel, value: unknown): string[] {
  const format = { style: "form", explode: true, allowReserved: false } as const;
  if (typeof value === "object") return formPairs(parameter.name, value, format);
  return [encodeStrict(scalarText(value))];
}

function headerText(toolName: string, argument: string, { format }: ParameterModel, value: unknown): string {
  const text = "mediaType" in format ? JSON.stringify(value) : headerValue(value, format);
  // RFC 9110, section 5.5: anything else could end the header and begin another one.
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) return text.trim();
  throw invalid(toolName, argument, "holds characters that a header cannot carry");
}

function bodyOf(toolName: string, plan: InputPlan, args: ToolArguments): WireBody | undefined {
  const content = chosenContent(plan, args);
  if (content === undefined) return undefined;
  const whole = plan.slots.find((slot) => slot.in === "body");
  if (whole !== undefined) {
    const value = args[whole.argument];
    return value === undefined ? undefined : encodeBody(value, content);
  }
  const properties = plan.slots.filter((slot) => slot.in === "property");
  const given = properties.filter(({ argument }) => args[argument] !== undefined);
  if (given.length === 0 && !plan.bodyRequired) return undefined;
  checkComplete(toolName, properties, args);
  const object: Record<string, unknown> = {};
  for (const { argument, name } of given) setOwn(object, name, args[argument]);
  return encodeBody(object, content);
}

function chosenContent({ contents, slots }: InputPlan, args: ToolArguments): ContentModel | undefined {
  const choice = slots.find((slot) => slot.in === "mediaType");
  const chosen = choice === undefined ? undefined : args[choice.argument];
  return contents.find(({ mediaType }) => mediaType === chosen) ?? contents[0];
}

/** Of a body that may be left out, what it requires is required once there is one. */
function checkComplete(
  toolName: string,
  slots: readonly Extract<Slot, { in: "property" }>[],
  args: ToolArguments,
): void {
  const missing = slots.filter(({ required, argument }) => required && args[argument] === undefined);
  if (missing.length === 0) return;
  const issues = missing.map(({ argument }): ArgumentIssue => {
    return {
      path: [argument],
      keyword: "required",
      message: "is missing; it is needed once any part of the body is given",
    };
  });
  throw new InvalidArgumentsError(toolName, issues);
}

function invalid(toolName: string, argument: string, message: string): InvalidArgumentsError {
  return new InvalidArgumentsError(toolName, [{ path: [argument], keyword: "wire", message }]);
}
