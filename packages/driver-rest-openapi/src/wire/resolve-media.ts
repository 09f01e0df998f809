import { InvalidArgumentsError, McsError, Media, type ToolArguments } from "@mcs/core";
import { setOwn } from "../document/json.ts";
import type { MediaPort } from "../options.ts";
import type { InputPlan } from "../schema/inputs.ts";
import type { Shape } from "../schema/shape.ts";
import { statedContent } from "./choose-content.ts";
import { kindOf } from "./media-types.ts";

/**
 * The arguments with their files read: media that only say where they are, and handles where the schema asks for
 * a file. A `data:` URL is a file already.
 *
 * @throws InvalidArgumentsError for a file that cannot be read; errors of the family pass as they are.
 */
export async function resolveMedia(
  toolName: string,
  plan: InputPlan,
  args: ToolArguments,
  port: MediaPort,
): Promise<ToolArguments> {
  const content = statedContent(plan, args);
  if (content === undefined) return args;
  const resolved: Record<string, unknown> = { ...args };
  for (const slot of plan.slots) {
    if (slot.in !== "body" && slot.in !== "property") continue;
    const isFile = slot.in === "body" && kindOf(content.mediaType) === "binary";
    const shape = slot.in === "property" ? content.shape?.property(slot.name) : content.shape;
    const read = async (handle: string): Promise<Media> => {
      try {
        return await port.read(handle);
      } catch (cause) {
        if (McsError.is(cause)) throw cause;
        const message = `is a file that could not be read: ${cause instanceof Error ? cause.message : String(cause)}`;
        throw new InvalidArgumentsError(toolName, [{ path: [slot.argument], keyword: "media", message }], {
          cause,
        });
      }
    };
    if (args[slot.argument] !== undefined)
      setOwn(resolved, slot.argument, await resolveIn(args[slot.argument], shape, isFile, read));
  }
  return resolved;
}

type Read = (handle: string) => Promise<Media>;

async function resolveIn(
  value: unknown,
  shape: Shape | undefined,
  isFile: boolean,
  read: Read,
): Promise<unknown> {
  if (Media.is(value)) {
    return value.bytes !== undefined || value.ref === undefined ? value : named(await read(value.ref), value);
  }
  if (typeof value === "string") {
    const isHandle = (isFile || shape?.isBinary === true) && !value.startsWith("data:");
    return isHandle ? read(value) : value;
  }
  if (Array.isArray(value)) {
    return Promise.all(value.map((item, index) => resolveIn(item, shape?.item(index), false, read)));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(
    async ([name, item]) => [name, await resolveIn(item, shape?.property(name), false, read)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** What the caller says of a file goes before what the port says. */
function named(found: Media, given: Media): Media {
  const name = given.name ?? found.name;
  return new Media({
    type: given.type,
    ...(found.bytes === undefined ? {} : { bytes: found.bytes }),
    ...(name === undefined ? {} : { name }),
  });
}
