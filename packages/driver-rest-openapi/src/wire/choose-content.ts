import { checkArguments, InvalidArgumentsError, Media, type ToolArguments } from "@mcs/core";
import type { Content } from "../schema/content.ts";
import type { InputPlan } from "../schema/inputs.ts";
import { kindOf } from "./media-types.ts";

/** The media type that the caller asks for, or the preferred one. */
export function statedContent({ contents, slots }: InputPlan, args: ToolArguments): Content | undefined {
  const choice = slots.find((slot) => slot.in === "mediaType");
  const chosen = choice === undefined ? undefined : args[choice.argument];
  return contents.find(({ mediaType }) => mediaType === chosen) ?? contents[0];
}

/**
 * The media type in which the body is sent. Where each has a schema of its own, body and choice have to belong
 * together: what the caller asks for has to take the body, and without a choice it is the first one that does.
 *
 * @throws InvalidArgumentsError where none does.
 */
export async function contentFor(
  toolName: string,
  plan: InputPlan,
  args: ToolArguments,
): Promise<Content | undefined> {
  const stated = statedContent(plan, args);
  const body = plan.slots.find((slot) => slot.in === "body")?.argument;
  if (plan.bodies.length === 0 || stated === undefined || body === undefined || args[body] === undefined)
    return stated;
  const isChosen = plan.slots.some((slot) => slot.in === "mediaType" && args[slot.argument] !== undefined);
  const refusal = (content: Content): Promise<unknown> =>
    refusalOf(toolName, plan, content, body, args[body]);
  const candidates = isChosen ? [stated] : inOrder(plan.contents, args[body]);
  for (const content of candidates) if ((await refusal(content)) === undefined) return content;
  const reason = await refusal(stated);
  if (!(reason instanceof InvalidArgumentsError)) throw reason;
  const as = ` (as ${stated.mediaType})`;
  const issues = reason.issues.map((issue) => ({ ...issue, message: `${issue.message}${as}` }));
  throw new InvalidArgumentsError(toolName, issues);
}

/** A file is sent as one where it can be. */
function inOrder(contents: readonly Content[], value: unknown): readonly Content[] {
  if (!Media.is(value)) return contents;
  const isBinary = ({ mediaType }: Content): boolean => kindOf(mediaType) === "binary";
  return [...contents.filter(isBinary), ...contents.filter((content) => !isBinary(content))];
}

/** Why the media type does not take the body; undefined where it does. */
async function refusalOf(
  name: string,
  { contents, bodies }: InputPlan,
  content: Content,
  argument: string,
  value: unknown,
): Promise<unknown> {
  const schema = bodies[contents.indexOf(content)] ?? true;
  try {
    const parameters = [{ name: argument, description: "", required: true, schema }];
    // To a schema, media are text; as the object that they are, they would pass for any.
    const text = Media.is(value) ? `data:${value.type},` : value;
    await checkArguments({ name, description: "", parameters }, { [argument]: text });
    return undefined;
  } catch (error) {
    return error;
  }
}
