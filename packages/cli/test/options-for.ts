import type { RestDriverOptions } from "@mcs/driver-rest-openapi";
import { petsDriver } from "./pets-driver.ts";
import { runCli } from "./run-cli.ts";

/** The options that a command line makes the driver with. */
export async function optionsFor(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let options: RestDriverOptions | undefined;
  const { code, err } = await runCli(["tools", "pets.yaml", ...argv], {
    env,
    createDriver: async (given) => {
      options = given;
      return petsDriver();
    },
  });
  return { code, err, options };
}
