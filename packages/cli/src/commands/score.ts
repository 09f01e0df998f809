import { McsError } from "@mcs/core";
import { loadProfiles } from "@mcs/core/node";
import { promptStrategy } from "@mcs/core/prompts";
import { optionValue } from "../command-line/parse.ts";
import { UsageError } from "../errors.ts";
import { toJson } from "../render/result.ts";
import { loadCases } from "../score/cases.ts";
import { type Figure, scores } from "../score/score.ts";
import { printable } from "../terminal.ts";
import type { Command } from "./context.ts";

/** How many of the cases that are wrong are named for a person. */
const MOST_NAMED = 20;

/** `mcs score`: what a prompt profile is worth on a file of cases. */
export const scoreCommand: Command = async ({ invocation, terminal, json }) => {
  const least = leastShare(optionValue(invocation, "least"));
  const path = optionValue(invocation, "prompts");
  const layers = path === undefined ? [] : await loadProfiles(path);
  const prompts = promptStrategy(layers, optionValue(invocation, "model"));
  const figures = scores(prompts, await loadCases(invocation.words[0] ?? ""));
  await terminal.out.line(json ? toJson(figures) : table(figures));
  const wrong = [...new Set(figures.flatMap((figure) => figure.wrong))];
  if (wrong.length > 0 && !json) {
    const more = wrong.length > MOST_NAMED ? ` and ${wrong.length - MOST_NAMED} more` : "";
    await terminal.note(printable(`Wrong: ${wrong.slice(0, MOST_NAMED).join(", ")}${more}`));
  }
  const low = figures.filter(({ right, of }) => right < least * of);
  if (low.length > 0) {
    throw new McsError("score", `Below ${least}: ${low.map(({ name }) => name).join(", ")}.`);
  }
};

function leastShare(text: string | undefined): number {
  const share = Number(text ?? 0);
  if (text !== undefined && !(share > 0 && share <= 1)) {
    throw new UsageError(`--least takes a share such as 0.98, not "${text}".`);
  }
  return share;
}

function table(figures: readonly Figure[]): string {
  const names = figures.map(({ name }) => printable(name));
  const width = Math.max(...names.map(({ length }) => length));
  const digits = String(Math.max(...figures.map(({ of }) => of))).length;
  return figures
    .map(({ right, of }, index) => {
      const share = of === 0 ? "" : `  ${((100 * right) / of).toFixed(1).padStart(5)} %`;
      const counts = `${String(right).padStart(digits)} of ${String(of).padStart(digits)}`;
      return `${(names[index] ?? "").padEnd(width)}  ${counts}${share}`;
    })
    .join("\n");
}
