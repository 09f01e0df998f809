import type { ToolParameter } from "@mcs/core";
import {
  isRecord,
  type Json,
  type RawInput,
  type RawOperation,
  rawBody,
  rawInputs,
  rawProperties,
  resolve,
} from "./raw.ts";

interface Expected {
  readonly name: string;
  readonly required: boolean;
}

/**
 * What is wrong with a tool's parameters, held against the operation in the document: what is missing, what
 * nobody asked for, and what is required and should not be or the other way round. A body may stand as one
 * parameter or as its properties, with or without a choice of media types.
 */
export function parameterProblem(
  root: Json,
  found: RawOperation,
  parameters: readonly ToolParameter[],
): string | undefined {
  const given = inOrder(parameters.map(({ name, required }) => ({ name, required: required === true })));
  const readings = bodyReadings(root, found).map((body) =>
    inOrder(named([...rawInputs(root, found), ...body])),
  );
  if (readings.some((reading) => JSON.stringify(reading) === JSON.stringify(given))) return undefined;
  return `has ${shown(given)}, not ${readings.map(shown).join(" or ")}`;
}

function bodyReadings(root: Json, found: RawOperation): RawInput[][] {
  const body = rawBody(root, found);
  if (body === undefined) return [[]];
  const [first] = body.schemas;
  const { names, required } = rawProperties(root, first);
  const whole: RawInput[] = [{ name: "body", in: "body", required: body.required, isOurs: true }];
  const flat = [...names].map(
    (name): RawInput => ({ name, in: "body", required: body.required && required.has(name) }),
  );
  const choice: RawInput = { name: "contentType", in: "choice", required: false, isOurs: true };
  const readings = flat.length === 0 ? [whole] : [whole, flat];
  const schema = resolve(root, first);
  // The one object that it may be needs nobody to pass it.
  if (flat.length === 0 && isRecord(schema) && schema.additionalProperties === false)
    readings.push(whole.map((input) => ({ ...input, required: false })));
  return body.schemas.length < 2 ? readings : [...readings, ...readings.map((list) => [...list, choice])];
}

/** One name in several places: the path's keeps it, the others say where they go. The driver's own give way. */
function named(inputs: readonly RawInput[]): Expected[] {
  const alone = (name: string): boolean =>
    inputs.filter((input) => input.name === name && input.isOurs !== true).length === 1;
  const taken = new Set(inputs.filter(({ name }) => alone(name)).map(({ name }) => name));
  return inputs.map(({ name, in: place, required, isOurs = false }) => {
    if (isOurs ? !taken.has(name) : alone(name)) return { name, required };
    const wanted = place === "path" ? name : `${name}_${place}`;
    let free = wanted;
    for (let n = 2; taken.has(free); n++) free = `${wanted}_${n}`;
    taken.add(free);
    return { name: free, required };
  });
}

function inOrder(list: readonly Expected[]): Expected[] {
  return [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function shown(list: readonly Expected[]): string {
  return `[${list.map(({ name, required }) => (required ? `${name}!` : name)).join(" ")}]`;
}
