import { isDeepStrictEqual } from "node:util";
import type { Extraction } from "@mcs/core";
import { extractWith, type PromptStrategy } from "@mcs/core/prompts";
import type { Case } from "./cases.ts";

/** How many of some cases came out right. */
export interface Figure {
  readonly name: string;
  readonly right: number;
  readonly of: number;
  /** The ids of the others. */
  readonly wrong: readonly string[];
}

/**
 * What a codec is worth on some cases: their inputs read, group by group; their calls written and read back;
 * the example in its prompt read as the call that it shows.
 */
export function scores(prompts: PromptStrategy, cases: readonly Case[]): readonly Figure[] {
  const groups = Map.groupBy(cases, ({ group }) => group);
  const read = ({ input, tools, expected }: Case): boolean =>
    isSame(extractWith(prompts, input, tools), expected);
  const calling = cases.filter(({ expected }) => expected.length > 0);
  const writes = prompts.renderCalls;
  const readBack = ({ tools, expected }: Case): boolean =>
    writes !== undefined && isSame(extractWith(prompts, writes(expected), tools), expected);
  return [
    ...[...groups].map(([group, some]) => figure(group, some, read)),
    figure("all", cases, read),
    figure("written and read back", calling, readBack),
    exampleFigure(prompts),
  ];
}

/** The tool that the example calls is not known, so every name in it is tried. */
function exampleFigure(prompts: PromptStrategy): Figure {
  const message = prompts.systemMessage([]);
  const names = new Set(message.match(/[A-Za-z_][\w.-]*/g));
  const isRead = [...names].some((name) => extractWith(prompts, message, [{ name }]).calls.length > 0);
  return { name: "the prompt's example", right: isRead ? 1 : 0, of: 1, wrong: isRead ? [] : ["example"] };
}

function figure(name: string, cases: readonly Case[], isRight: (item: Case) => boolean): Figure {
  const wrong = cases.filter((item) => !isRight(item)).map(({ id }) => id);
  return { name, right: cases.length - wrong.length, of: cases.length, wrong };
}

/** Names and arguments as JSON has them, which is how cases state them. */
function isSame({ calls }: Extraction, expected: Case["expected"]): boolean {
  const found: unknown = JSON.parse(
    JSON.stringify(calls.map(({ name, arguments: args }) => ({ name, arguments: args }))),
  );
  return isDeepStrictEqual(
    found,
    expected.map(({ name, arguments: args }) => ({ name, arguments: args })),
  );
}
