// #region driver
import { CsvDriver } from "@mcs/driver-csv";

/** What a client does, whatever the model answers. */
export async function answer(root: string, modelOutput: string) {
  const driver = new CsvDriver({ root });

  // The tools in words, for any model …
  const system = await driver.getDriverSystemMessage();
  // … and what a model made of them: a call is carried out, anything else is left alone.
  const response = await driver.processLlmResponse(modelOutput);
  await driver.close();
  return { system, response };
}
// #endregion

/** Without a model: a question in SQL, and its picture. */
export async function ask(root: string) {
  const driver = new CsvDriver({ root });
  // #region sql
  const sql = 'SELECT city, sum(price) AS total FROM "sales.csv" GROUP BY city ORDER BY total DESC';
  const table = await driver.executeTool("run_sql", { sql });
  const chart = await driver.executeTool("chart", { sql, mark: "bar", x: "city", y: "total" });
  // #endregion
  await driver.close();
  return { table, chart };
}
