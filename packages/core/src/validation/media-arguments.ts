import type { OutputUnit } from "@cfworker/json-schema";
import type { ToolArguments } from "../contract/index.ts";
import { Media } from "../media.ts";

/*
 * A program may pass media where a model passes a text, such as a `data:` URL. To a schema they count as a text
 * of whatever form it asks for. Only arguments that were refused come here, so that others pay nothing for it.
 */

/** What a schema says of a text's form; of media it says nothing. */
const FORM: ReadonlySet<string> = new Set(["format", "pattern", "minLength", "maxLength", "enum", "const"]);
/** These only pass on what is wrong below them. */
const CARRIERS: ReadonlySet<string> = new Set(["$ref", "allOf"]);
const UNIONS: ReadonlySet<string> = new Set(["anyOf", "oneOf"]);

/** The arguments with a text in place of each media, or undefined where there are none. */
export function mediaAsText(args: ToolArguments): ToolArguments | undefined {
  let found = false;
  const copy = (value: unknown): unknown => {
    if (Media.is(value)) {
      found = true;
      return `data:${value.type},`;
    }
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, copy(item)]));
  };
  const copied = copy(args) as ToolArguments;
  return found ? copied : undefined;
}

/** The findings that are mistakes, when the arguments were checked with texts in place of media. */
export function besideMedia(
  errors: readonly OutputUnit[],
  isMedia: (instanceLocation: string) => boolean,
): readonly OutputUnit[] {
  const ofMedia = errors.filter(({ instanceLocation }) => isMedia(instanceLocation));
  const forgiven = new Set(ofMedia.filter(({ keyword }) => FORM.has(keyword)));
  for (const union of ofMedia.filter(({ keyword }) => UNIONS.has(keyword))) {
    const below = ofMedia.filter(({ keywordLocation }) =>
      keywordLocation.startsWith(`${union.keywordLocation}/`),
    );
    if (!fitsOneOf(union, below)) continue;
    for (const error of [union, ...below]) forgiven.add(error);
  }
  return errors.filter((error) => !forgiven.has(error));
}

/** Whether one of the alternatives only minds the text's form. */
function fitsOneOf(union: OutputUnit, below: readonly OutputUnit[]): boolean {
  const branches = new Map<string, boolean>();
  for (const { keyword, keywordLocation } of below) {
    const [branch = ""] = keywordLocation.slice(union.keywordLocation.length + 1).split("/", 1);
    const isForm = FORM.has(keyword) || CARRIERS.has(keyword);
    branches.set(branch, isForm && branches.get(branch) !== false);
  }
  return [...branches.values()].includes(true);
}
