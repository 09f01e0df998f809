import { type ArgumentIssue, InvalidArgumentsError, type ToolArguments } from "@mcs/core";
import { isObject, setOwn } from "../document/json.ts";
import type { ParameterModel } from "../operations/model.ts";
import type { Content } from "../schema/content.ts";
import type { InputPlan, Slot } from "../schema/inputs.ts";
import { encodeBody, type WireBody } from "./body.ts";
import { statedContent } from "./choose-content.ts";
import { encodeStrict } from "./encode.ts";
import { type KeyNames, refuseKeys } from "./key-names.ts";
import { cookiePairs, headerOf, pathText, queryPairs, wholeQuery } from "./parameters.ts";
import { fillPath, type PathTemplate } from "./path.ts";
import { Unwritable } from "./unwritable.ts";

/** What the arguments come to on the wire, before server and credentials are added. */
export interface WireRequest {
  readonly path: string;
  readonly query: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: WireBody | undefined;
}

const NO_KEYS: KeyNames = { query: new Set(), cookie: new Set() };

/**
 * Puts validated arguments into their places. A pure function, but for the boundary of a multipart body.
 *
 * @param chosen the body's media type, by default the one that the caller asks for or that is preferred
 * @param keys names that are the credentials' own
 * @throws InvalidArgumentsError where a value cannot be written in its place.
 */
export function buildRequest(
  toolName: string,
  template: PathTemplate,
  plan: InputPlan,
  args: ToolArguments,
  chosen: Content | undefined = statedContent(plan, args),
  keys: KeyNames = NO_KEYS,
): WireRequest {
  const path = new Map<string, string>();
  const query: string[] = [];
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (const slot of plan.slots) {
    if (slot.in !== "parameter") continue;
    const value = args[slot.argument];
    if (value === undefined) continue;
    const { parameter, content } = slot;
    const isFree = slot.isBound !== true && mayName(parameter, value);
    try {
      if (parameter.in === "path") path.set(parameter.name, pathText(parameter, content, value));
      else if (value === null) continue;
      else if (parameter.in === "query") {
        const pairs = queryPairs(parameter, content, value);
        if (isFree) refuseKeys(pairs, keys.query, parameter.name);
        query.push(...pairs);
      } else if (parameter.in === "querystring") {
        const pairs = wholeQuery(parameter, content, value);
        refuseKeys(pairs, keys.query, "");
        query.push(...pairs);
      } else if (parameter.in === "cookie") {
        const pairs = cookiePairs(parameter, content, value);
        if (isFree) refuseKeys(pairs, keys.cookie, parameter.name);
        cookies.push(...pairs);
      } else {
        const text = headerOf(parameter, content, value);
        if (text !== undefined) headers[parameter.name] = text;
        if (text !== undefined && slot.isBound !== true && /^cookie$/i.test(parameter.name))
          refuseKeys([text], keys.cookie, "");
      }
    } catch (error) {
      throw asIssue(toolName, slot.argument, error);
    }
  }
  // A template may name what the document forgot to declare; it then stays as it is written.
  const textOf = (name: string): string => path.get(name) ?? encodeStrict(`{${name}}`);
  return {
    path: fillPath(template, textOf, toolName),
    query,
    headers,
    cookies,
    body: plan.contents.length === 0 ? undefined : bodyOf(toolName, plan, args, chosen),
  };
}

/** The names of an object's fields are the caller's, and a value that is not encoded may hold a semicolon. */
function mayName({ format }: ParameterModel, value: unknown): boolean {
  return isObject(value) || ("style" in format && format.allowReserved === true);
}

function bodyOf(
  toolName: string,
  plan: InputPlan,
  args: ToolArguments,
  content: Content | undefined,
): WireBody | undefined {
  if (content === undefined) return undefined;
  const whole = plan.slots.find((slot) => slot.in === "body");
  if (whole !== undefined) {
    const { [whole.argument]: value = whole.otherwise } = args;
    return value === undefined ? undefined : written(toolName, whole.argument, value, content, plan, args);
  }
  const properties = plan.slots.filter((slot) => slot.in === "property");
  const given = properties.filter(({ argument }) => args[argument] !== undefined);
  if (given.length === 0 && !plan.bodyRequired) return undefined;
  checkComplete(toolName, properties, args);
  const object: Record<string, unknown> = {};
  for (const { argument, name } of given) setOwn(object, name, args[argument]);
  return written(toolName, given.length === 1 ? given[0]?.argument : undefined, object, content, plan, args);
}

function written(
  toolName: string,
  argument: string | undefined,
  value: unknown,
  content: Content,
  { slots }: InputPlan,
  args: ToolArguments,
): WireBody {
  const partHeader = (part: string | number, header: string): unknown => {
    const slot = slots.find(
      (item) => item.in === "partHeader" && item.part === part && item.header === header,
    );
    return slot === undefined ? undefined : args[slot.argument];
  };
  try {
    return encodeBody(value, content, partHeader);
  } catch (error) {
    throw asIssue(toolName, argument, error);
  }
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

/** What cannot be written is a mistake in the arguments, and so is what is nested without end. */
function asIssue(toolName: string, argument: string | undefined, error: unknown): unknown {
  const tooDeep = error instanceof RangeError;
  if (!(error instanceof Unwritable) && !tooDeep) return error;
  const clause = tooDeep ? "is nested too deeply or too large to be written" : error.message;
  const message = argument === undefined ? `the body ${clause}` : clause;
  const path = argument === undefined ? [] : [argument];
  return new InvalidArgumentsError(toolName, [{ path, keyword: "wire", message }], { cause: error });
}
