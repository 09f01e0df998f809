/** `node main.ts URL…`: prints the node of the APIs that the URLs describe, in n8n's format. */
import { RestToolDriver } from "@mcs/driver-rest-openapi";
import { BasicOrchestrator } from "@mcs/orchestrator";
import { describeNode } from "./node-description.ts";

const urls = process.argv.slice(2);
const drivers = urls.map((url) => new RestToolDriver({ url }));
const [first] = drivers;
if (first === undefined) throw new Error("Name the URL of an OpenAPI document.");
const driver = drivers.length === 1 ? first : new BasicOrchestrator(drivers);
console.log(JSON.stringify(await describeNode(driver, "tools"), null, 2));
await Promise.all(drivers.map((one) => one.close()));
