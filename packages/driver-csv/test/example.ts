// #region model
import { CsvDriver } from "@mcs/driver-csv";

/** One turn: the model's answer in, and what it gets back, if it called a tool. */
export async function answer(folder: string, llmOutput: string): Promise<string | undefined> {
  const driver = new CsvDriver({ root: folder });
  try {
    const response = await driver.processLlmResponse(llmOutput);
    return response.messages?.map(({ content }) => content).join("\n");
  } finally {
    await driver.close();
  }
}

// #endregion

// #region program
import { LocalFsAdapter } from "@mcs/adapter-localfs";
import { openTable } from "@mcs/driver-csv";

export async function total(folder: string): Promise<number> {
  const files = new LocalFsAdapter({ root: folder });
  try {
    const table = await openTable(files, "sales.csv");
    const price = table.columns.findIndex(({ name }) => name === "price");
    let sum = 0;
    // Rows are arrays of texts, null where a record ends early: numbers are made by whoever wants them.
    for await (const row of table.rows()) sum += Number(row[price] ?? 0);
    return sum;
  } finally {
    await files.close();
  }
}
// #endregion

// #region tables
export function tables(folder: string): CsvDriver {
  return new CsvDriver({
    root: folder,
    include: [],
    tables: {
      sales: { path: "sales-*.csv" },
      rates: { path: "legacy/RATES.DAT", widths: [3, 10], header: false, columns: ["currency", "rate"] },
    },
  });
}
// #endregion
