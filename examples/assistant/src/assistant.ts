import { HttpAdapter } from "@mcs/adapter-http";
import { type ConsentHandler, hybrid, withConsent } from "@mcs/core";
import { CsvToolDriver } from "@mcs/driver-csv";
import { FilesystemToolDriver } from "@mcs/driver-filesystem";
import { RestToolDriver } from "@mcs/driver-rest-openapi";
import { BasicOrchestrator } from "@mcs/orchestrator";

/** An API, a folder and a table on the web: to a model one driver. A person decides about every change. */
export function assistant(shopUrl: string, notes: string, askUser: ConsentHandler) {
  const http = new HttpAdapter();
  const shop = new RestToolDriver({ url: `${shopUrl}/openapi.json`, auth: { env: "SHOP_KEY" } });
  const files = new FilesystemToolDriver({ root: notes });
  const tables = new CsvToolDriver({ http, tables: { prices: { url: `${shopUrl}/prices.csv` } } });

  const driver = hybrid(
    withConsent(new BasicOrchestrator({ shop, files, tables }), {
      handler: askUser,
      policy: [{ annotations: { readOnly: true }, decision: "allow" }],
    }),
  );
  // Whoever made a driver closes it: the orchestrator's may be used by others, too.
  const close = async () => {
    await Promise.all([shop.close(), files.close(), tables.close()]);
    await http.close();
  };
  return { driver, close };
}
