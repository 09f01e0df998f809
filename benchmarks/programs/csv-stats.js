// The statistics of one column, three times, and then the largest memory that the process had.
import { readFileSync } from "node:fs";
import { CsvToolDriver } from "@mcs/driver-csv";

const [root, table] = process.argv.slice(2);
await using driver = new CsvToolDriver({ root });
const measures = ["count", "sum", "min", "max", "avg"].map((op) => ({ op, column: "price" }));
for (let run = 0; run < 3; run++) await driver.executeTool("aggregate", { table, measures });
// What the system says of the process itself; the other figure begins with that of the process that started it.
const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
console.log(Number(kilobytes) / 1024);
