import { InvalidArgumentsError, type ToolArguments, validateArguments } from "@mcs/core";
import type { Content } from "../schema/content.ts";
import type { InputPlan } from "../schema/inputs.ts";

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
export function contentFor(toolName: string, plan: InputPlan, args: ToolArguments): Content | undefined {
  const stated = statedContent(plan, args);
  const body = plan.slots.find((slot) => slot.in === "body")?.argument;
  if (plan.bodies.length === 0 || stated === undefined || body === undefined || args[body] === undefined)
    return stated;
  const refusal = (content: Content): unknown => refusalOf(toolName, plan, content, body, args[body]);
  const first = refusal(stated);
  if (first === undefined) return stated;
  const isChosen = plan.slots.some((slot) => slot.in === "mediaType" && args[slot.argument] !== undefined);
  const other = isChosen ? undefined : plan.contents.find((content) => refusal(content) === undefined);
  if (other !== undefined) return other;
  if (!(first instanceof InvalidArgumentsError)) throw first;
  const issues = first.issues.map((issue) => ({
    ...issue,
    message: `${issue.message} (as ${stated.mediaType})`,
  }));
  throw new InvalidArgumentsError(toolName, issues);
}

/** Why the media type does not take the body; undefined where it does. */
function refusalOf(
  name: string,
  { contents, bodies }: InputPlan,
  content: Content,
  argument: string,
  value: unknown,
): unknown {
  const schema = bodies[contents.indexOf(content)] ?? true;
  try {
    const parameters = [{ name: argument, description: "", required: true, schema }];
    validateArguments({ name, description: "", parameters }, { [argument]: value });
    return undefined;
  } catch (error) {
    return error;
  }
}
