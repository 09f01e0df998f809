import { CsvDriver } from "@mcs/driver-csv";

/** Without a model: a question in SQL, and its picture. */
export async function ask(folder: string) {
  await using driver = new CsvDriver({ root: folder });
  // #region sql
  const sql = 'SELECT city, sum(price) AS total FROM "sales.csv" GROUP BY city ORDER BY total DESC';
  const table = await driver.executeTool("run_sql", { sql });
  const chart = await driver.executeTool("chart", { sql, mark: "bar", x: "city", y: "total" });
  // #endregion
  return { table, chart };
}
