// From nothing to a first result: through the driver.
import { RestDriver } from "@mcs/driver-rest-openapi";

const driver = new RestDriver({ url: `${process.env.ITEMS_URL}/openapi.json` });
console.log(JSON.stringify(await driver.executeTool("getItem", { id: 1 })));
await driver.close();
