// The statistics of one column, three times, and then the largest memory that the process had.
import { CsvToolDriver } from "@mcs/driver-csv";

const [root, table] = process.argv.slice(2);
await using driver = new CsvToolDriver({ root });
const measures = ["count", "sum", "min", "max", "avg"].map((op) => ({ op, column: "price" }));
for (let run = 0; run < 3; run++) await driver.executeTool("aggregate", { table, measures });
console.log(process.resourceUsage().maxRSS / 1024);
