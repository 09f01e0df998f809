/**
 * A data set as cities publish them: the hours of a year at twelve bicycle counters, in the dialect of the office that
 * exports it (a preamble, semicolons, decimal commas, Windows-1252), and the list of the counters in another one. It
 * is made here, the same every time.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Counter {
  readonly name: string;
  readonly district: string;
  readonly opened: number;
  /** Riders in an average hour. */
  readonly riders: number;
  /** How much of it is on the way to work. */
  readonly commuters: number;
}

const COUNTERS: readonly Counter[] = [
  { name: "Hafenbrücke", district: "Harbour", opened: 2012, riders: 210, commuters: 0.7 },
  { name: "Kaiserkai", district: "Harbour", opened: 2019, riders: 120, commuters: 0.5 },
  { name: "Werftstraße", district: "Harbour", opened: 2016, riders: 95, commuters: 0.8 },
  { name: "Am Markt", district: "Centre", opened: 2009, riders: 260, commuters: 0.4 },
  { name: "Bahnhof Süd", district: "Centre", opened: 2011, riders: 340, commuters: 0.9 },
  { name: "Rathausallee", district: "Centre", opened: 2014, riders: 180, commuters: 0.6 },
  { name: "Universität", district: "North", opened: 2010, riders: 290, commuters: 0.6 },
  { name: "Nordring", district: "North", opened: 2018, riders: 110, commuters: 0.8 },
  { name: "Kleine Höhe", district: "North", opened: 2021, riders: 45, commuters: 0.2 },
  { name: "Seeufer", district: "Lake", opened: 2013, riders: 150, commuters: 0.1 },
  { name: "Waldweg", district: "Lake", opened: 2020, riders: 60, commuters: 0.1 },
  { name: "Fähranleger", district: "Lake", opened: 2022, riders: 80, commuters: 0.2 },
];

const YEAR = 2025;
const HOUR_MS = 3_600_000;

/** Writes `counts.csv` and `counters.csv` into a folder. */
export function writeData(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "counts.csv"), Buffer.from(counts(), "latin1"));
  const counters = COUNTERS.map(({ name, district, opened }) => `${name},${district},${opened}\n`);
  writeFileSync(join(folder, "counters.csv"), `counter,district,opened\n${counters.join("")}`);
}

function counts(): string {
  const random = seeded(20251);
  const lines = ["City of Haven, department of roads", `Counts of bicycles ${YEAR}, hourly`, ""];
  lines.push("Counter;Date;Hour;Bicycles;Temperature");
  for (let at = Date.UTC(YEAR, 0, 1); at < Date.UTC(YEAR + 1, 0, 1); at += HOUR_MS) {
    const time = new Date(at);
    const hour = time.getUTCHours();
    const season = Math.sin(((at - Date.UTC(YEAR, 3, 15)) / (365 * 24 * HOUR_MS)) * 2 * Math.PI);
    const temperature =
      10 + 9 * season + 4 * Math.sin(((hour - 9) / 24) * 2 * Math.PI) + 3 * (random() - 0.5);
    const isWeekend = time.getUTCDay() % 6 === 0;
    for (const { name, riders, commuters } of COUNTERS) {
      // A counter that was out of order has no number.
      const isOut = random() < 0.004;
      const work = isWeekend ? 0.15 : rush(hour);
      const leisure = Math.max(0, Math.sin(((hour - 6) / 18) * Math.PI)) * (isWeekend ? 1.6 : 0.7);
      // Who rides to work does so in the cold too.
      const toWork = commuters * work * (0.75 + temperature / 60);
      const forFun = (1 - commuters) * leisure * Math.max(0.08, 0.2 + temperature / 20);
      const expected = riders * (toWork + forFun);
      const bicycles = isOut ? "" : String(Math.round(expected * (0.8 + 0.4 * random())));
      const date = time.toISOString().slice(0, 10);
      lines.push(`${name};${date};${hour};${bicycles};${temperature.toFixed(1).replace(".", ",")}`);
    }
  }
  return `${lines.join("\r\n")}\r\n`;
}

function rush(hour: number): number {
  const peak = (at: number): number => Math.exp(-((hour - at) ** 2) / 3);
  return 0.1 + 2.6 * (peak(8) + 0.9 * peak(17));
}

/** Numbers from 0 to 1, the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
