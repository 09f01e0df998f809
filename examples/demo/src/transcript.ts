/**
 * The demo as a reader sees it: who says what to whom. One lane for each party, in colour on a terminal and
 * plain in a pipe.
 */
import { stripVTControlCharacters, styleText } from "node:util";
import type { Message } from "@mcs/core";
import type { Exchange } from "./api.ts";
import type { Turn } from "./conversation.ts";
import type { Facts } from "./facts.ts";

/** A party and its colour. */
const LANES = { USER: "cyan", MODEL: "magenta", DRIVER: "yellow", API: "green" } as const;
export type Lane = keyof typeof LANES;

const INDENT = " ".repeat(8);
/** The longest text of a party that is shown, in lines. */
const MOST_LINES = 4;

export interface Transcript {
  /** A headline with a rule. */
  section(title: string): void;
  /** One party says something. */
  say(lane: Lane, text: string): void;
  /** What belongs to the line above. */
  more(text: string): void;
  /** An excerpt, behind a bar. */
  quote(text: string, lines: number): void;
  /** One round: the model's answer, the requests that came of it, the driver's response. */
  turn(turn: Turn, exchanges: readonly Exchange[]): void;
  summary(facts: Facts): void;
}

export function createTranscript(out: NodeJS.WriteStream): Transcript {
  const width = Math.min(Math.max(out.columns ?? 100, 60), 110);
  const style = (format: Parameters<typeof styleText>[0], text: string): string =>
    styleText(format, text, { stream: out });
  const print = (line = ""): void => void out.write(`${line}\n`);
  const dim = (text: string): string => style("dim", text);

  const say = (lane: Lane, text: string, { lines = MOST_LINES, paint = asIs }: Saying = {}): void => {
    const [first = "", ...rest] = wrap(text, width - INDENT.length, lines);
    print(`${style(["bold", LANES[lane]], lane.padEnd(INDENT.length))}${paint(first)}`);
    for (const line of rest) print(`${INDENT}${line}`);
  };
  const more = (text: string): void => {
    for (const line of wrap(text, width - INDENT.length, MOST_LINES)) print(dim(`${INDENT}${line}`));
  };
  const quote = (text: string, lines: number): void => {
    for (const line of wrap(text, width - INDENT.length - 2, lines))
      print(`${INDENT}${dim("│")} ${line}`.trimEnd());
  };
  const good = (text: string): string => style("green", text);
  const bad = (text: string): string => style("red", text);

  const exchange = ({ method, url, sent, authorised, status, answered }: Exchange): void => {
    say("DRIVER", `→ ${method} ${url}${authorised ? " + API key" : ""} ${sent}`.trimEnd());
    const paint = (line: string): string => line.replace(/^\d+/, status < 400 ? good : bad);
    say("API", `${status} ${answered}`, { lines: 2, paint });
  };

  const turn = ({ answer, response }: Turn, exchanges: readonly Exchange[]): void => {
    print();
    say("MODEL", utterance(answer));
    if (!response.callExecuted && !response.callFailed) return;
    exchanges.forEach(exchange);
    const appended = `the client appends: ${roles(response.messages)}`;
    if (!response.callFailed) {
      say("DRIVER", `✓ executed; ${appended}`, { paint: good });
      return;
    }
    const failures = (response.calls ?? []).filter((call) => !call.ok);
    const reasons = failures.map(({ name, code }) => `${name} failed (${code})`).join(", ");
    const unsent = exchanges.length === 0 ? " and nothing was sent" : "";
    say("DRIVER", `✗ ${reasons}${unsent}; the model is told:`, { paint: bad });
    quote(response.retryPrompt, 8);
    more(appended);
  };

  return {
    section(title) {
      print();
      print(`${style("bold", `── ${title} `)}${dim("─".repeat(Math.max(2, width - title.length - 4)))}`);
    },
    say,
    more,
    quote,
    turn,
    summary({ conversations, modelRequests, checks }) {
      for (const { mode, tools, executed, failed, retried, requests } of conversations) {
        print(
          `${mode.padEnd(INDENT.length)}${count(executed, "call")} executed (${count(tools.length, "tool")}), ` +
            `${failed} failed, ${retried} retried; ${count(requests, "HTTP request")}`,
        );
      }
      print(`${"model".padEnd(INDENT.length)}asked ${count(modelRequests, "time")}`);
      print();
      for (const { claim, holds } of checks)
        print(holds ? `${good("✓")} ${claim}` : bad(`✗ NOT TRUE: ${claim}`));
      print();
      print(style("bold", "Nothing was written for this API: the driver was given a URL and a key."));
    },
  };
}

/** How a line is shown: at most so many lines, the first of them painted. */
interface Saying {
  readonly lines?: number;
  readonly paint?: (line: string) => string;
}

function asIs(line: string): string {
  return line;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

/** What the model said: its text, and its native calls as it would be read aloud. */
function utterance({ content, tool_calls }: Message): string {
  const calls = Array.isArray(tool_calls) ? (tool_calls as readonly NativeCall[]) : [];
  const written = calls.map(({ function: call }) => `${call.name}(${call.arguments})`);
  return [content ?? [], written].flat().join("\n");
}

interface NativeCall {
  readonly function: { readonly name: string; readonly arguments: string };
}

function roles(messages: readonly Message[]): string {
  return messages.map(({ role }) => String(role)).join(", ");
}

/**
 * Text in lines of at most `width`, broken after a space or a comma where there is one; the last line says how
 * much is left out. Others wrote the text, so it may not steer the terminal.
 */
function wrap(text: string, width: number, most: number): string[] {
  const lines = stripVTControlCharacters(text)
    .split("\n")
    .flatMap((line) => {
      const parts: string[] = [];
      let rest = line;
      while (rest.length > width) {
        const last = Math.max(rest.lastIndexOf(" ", width - 1), rest.lastIndexOf(",", width - 1)) + 1;
        const end = last > width / 2 ? last : width;
        parts.push(rest.slice(0, end).trimEnd());
        rest = rest.slice(end).trimStart();
      }
      return [...parts, rest];
    });
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `… ${count(lines.length - most, "more line")}`];
}
