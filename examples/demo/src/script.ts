/**
 * What the scripted model says. Its lines are fixed, its facts are not: ids and prices are read out of the
 * conversation by each line's pattern, and a line whose pattern does not match is not said, so that the
 * script ends with an error where the driver or the API did not do what they should.
 */
import type { Message, ToolArguments } from "@mcs/core";

export interface ScriptedCall {
  readonly name: string;
  readonly arguments: ToolArguments;
}

/** One answer of the model: what it says, the calls that it makes, or both. */
export interface Line {
  readonly text?: string;
  readonly calls?: readonly ScriptedCall[];
}

interface ScriptLine {
  /** What the conversation must hold by then. Its named groups are what the line works with. */
  readonly knowing: RegExp;
  readonly line: (known: Readonly<Record<string, string>>) => Line;
}

export const TASKS = {
  text: "Please book the cheapest cargo bike for three hours on Saturday, with a child seat.",
  native: "Please move my booking R-1000 to Saturday: the cheapest cargo bike, three hours.",
} as const;

const BIKE = /"id":(?<bikeId>\d+),"name":"(?<name>\w+)","kind":"cargo"/;
const BOOKED = /"reservationId":"(?<reservationId>R-(?!1000)\d+)".*?"euros":(?<euros>\d+)/s;

const SCRIPTS: Readonly<Record<string, readonly ScriptLine[]>> = {
  [TASKS.text]: [
    {
      knowing: /cheapest cargo bike/,
      line: () => ({
        text: "I will look at the bikes first.",
        calls: [{ name: "findBikes", arguments: { kind: "cargo" } }],
      }),
    },
    {
      // A natural slip: the bike's name where its number belongs.
      knowing: BIKE,
      line: ({ name }) => ({
        calls: [{ name: "reserveBike", arguments: { bikeId: name, day: "saturday", hours: 3 } }],
      }),
    },
    {
      knowing: new RegExp(`${BIKE.source}.*Correct the arguments`, "s"),
      line: ({ bikeId }) => ({
        calls: [{ name: "reserveBike", arguments: { bikeId: Number(bikeId), day: "saturday", hours: 3 } }],
      }),
    },
    {
      knowing: BOOKED,
      line: ({ reservationId }) => ({
        calls: [{ name: "addExtra", arguments: { reservationId, extra: "child seat" } }],
      }),
    },
    {
      knowing:
        /"reservationId":"(?<reservationId>R-\d+)","bikeId":\d+,"bike":"(?<bike>\w+)".*"euros":(?<euros>\d+),"extras":\["child seat"\]/s,
      line: ({ bike, euros, reservationId }) => ({
        text: `${bike} is yours on Saturday for three hours, with a child seat: ${euros} euros, ${reservationId}.`,
      }),
    },
  ],
  [TASKS.native]: [
    {
      knowing: /(?<old>R-\d+)/,
      line: ({ old }) => ({
        calls: [
          { name: "getReservation", arguments: { reservationId: old } },
          { name: "findBikes", arguments: { kind: "cargo" } },
        ],
      }),
    },
    {
      knowing: new RegExp(`"day":"friday".*?${BIKE.source}`, "s"),
      line: ({ bikeId }) => ({
        calls: [{ name: "reserveBike", arguments: { bikeId: Number(bikeId), day: "saturday", hours: 3 } }],
      }),
    },
    {
      knowing: /is taken on saturday\. Free cargo bikes that day: (?<bikeId>\d+)/,
      line: ({ bikeId }) => ({
        calls: [{ name: "reserveBike", arguments: { bikeId: Number(bikeId), day: "saturday", hours: 3 } }],
      }),
    },
    {
      knowing: new RegExp(`(?<old>R-\\d+).*?${BOOKED.source}`, "s"),
      line: ({ old }) => ({ calls: [{ name: "cancelReservation", arguments: { reservationId: old } }] }),
    },
    {
      knowing: new RegExp(`${BOOKED.source}.*"cancelled":"(?<old>R-\\d+)"`, "s"),
      line: ({ old, reservationId, euros }) => ({
        text: `The cheapest was taken. You have the other one, ${reservationId}, ${euros} euros; ${old} is cancelled.`,
      }),
    },
  ],
};

/** The model's next line, or undefined where the script has none for this conversation. */
export function nextLine(messages: readonly Message[]): Line | undefined {
  const [, task, ...rest] = messages.map((message) => String(message.content ?? ""));
  const turn = messages.filter(({ role }) => role === "assistant").length;
  const script = SCRIPTS[task ?? ""]?.[turn];
  const match = script?.knowing.exec([task, ...rest].join("\n"));
  return match == null ? undefined : script?.line(match.groups ?? {});
}
