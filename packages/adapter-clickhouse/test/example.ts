import { ClickHouseAdapter } from "@mcs/adapter-clickhouse";
import { CsvDriver } from "@mcs/driver-csv";

/** One turn: the model's answer in, and what it gets back, if it called a tool. */
export async function answer(url: string, llmOutput: string): Promise<string | undefined> {
  await using server = new ClickHouseAdapter({
    url, // such as https://clickhouse.example.com:8443
    database: "shop",
    user: "model",
    password: { env: "CLICKHOUSE_PASSWORD" },
  });
  await using driver = new CsvDriver({ server });
  const response = await driver.processLlmResponse(llmOutput);
  return response.messages?.map(({ content }) => content).join("\n");
}
