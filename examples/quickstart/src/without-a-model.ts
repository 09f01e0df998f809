import { McsError } from "@mcs/core";
import { RestDriver } from "@mcs/driver-rest-openapi";

const driver = new RestDriver({
  url: process.env.OPENAPI_URL ?? "https://petstore3.swagger.io/api/v3/openapi.json",
  auth: { env: "PETSTORE_API_KEY" },
});

// Listing the tools needs no credential …
for (const { name, origin } of await driver.listTools()) console.log(name, origin);

try {
  // … it is read here, at the first call.
  console.log(await driver.executeTool("getPetById", { petId: 1 }));
} catch (error) {
  if (!McsError.is(error)) throw error;
  console.log(`${error.code}: ${error.message}`);
}

// What the document says that the driver could not use, and where.
for (const { severity, code, pointer, message } of await driver.diagnostics()) {
  console.log(severity, code, pointer, message);
}

await driver.close();
