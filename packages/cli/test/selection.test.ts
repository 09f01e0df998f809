import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Credential, revealCredential, secret } from "@mcs/core";
import type { RefreshToken, RestDriverOptions } from "@mcs/driver-rest-openapi";
import { afterAll, beforeAll, expect, test } from "vitest";
import { optionsFor } from "./options-for.ts";
import { startPetsApi } from "./pets-api.ts";
import { runCli } from "./run-cli.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mcs-cli-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("filters, overlays, a toolset and the server become the driver's options", async () => {
  const { options } = await optionsFor([
    ...["--include", "get*", "--include", "tag=pets,method=post", "--exclude", "path=/pets/*/photo"],
    ...["--overlay", "a.yaml", "--overlay", "https://example.com/b.yaml", "--toolset", "pets-toolset.yaml"],
    ...["--server", "1", "--server-var", "region=eu=west"],
  ]);
  expect(options).toEqual({
    file: "pets.yaml",
    include: [{ operation: "get*" }, { tag: "pets", method: "post" }],
    exclude: [{ path: "/pets/*/photo" }],
    overlay: ["a.yaml", "https://example.com/b.yaml"],
    toolset: "pets-toolset.yaml",
    server: 1,
    serverVariables: { region: "eu=west" },
  });
  expect((await optionsFor(["--server", "Production"])).options).toMatchObject({ server: "Production" });
});

test.each([
  [
    ["--include", "colour=red"],
    /--include does not understand "colour=red". It takes a tool's name, or tag=/,
  ],
  [["--exclude", "tag=pets,"], /--exclude does not understand ""/],
  [["--server-var", "region"], /--server-var needs NAME=VALUE/],
])("%j is no option that can be understood", async (argv, message) => {
  const { code, err } = await optionsFor(argv);
  expect(code).toBe(2);
  expect(err).toMatch(message);
});

test("filters decide what is listed, and a toolset file does so as well", async () => {
  await using api = await startPetsApi();
  const url = `${api.url}/openapi.json`;
  const names = async (...argv: string[]): Promise<string[]> =>
    (await runCli(["tools", url, "-q", ...argv], { createDriver: restDriver })).out
      .split("\n")
      .flatMap((line) => /^\w+/.exec(line)?.[0] ?? []);
  expect(await names("--include", "getP*")).toEqual(["getPetById", "getPhoto"]);
  expect(await names("--exclude", "method=GET")).toEqual(["addPet"]);
  const toolset = join(folder, "toolset.json");
  await writeFile(
    toolset,
    JSON.stringify({
      overlay: "1.0.0",
      info: { title: "Pets", version: "1" },
      actions: [{ target: "$.paths['/pets'].get", update: { operationId: "list_pets" } }],
      "x-mcs-toolset": { include: ["list_pets"] },
    }),
  );
  expect(await names("--toolset", toolset)).toEqual(["list_pets"]);
});

const restDriver = async (options: RestDriverOptions) => {
  const { RestDriver } = await import("@mcs/driver-rest-openapi");
  return new RestDriver(options);
};

test("--auth-file takes credentials of several parts; its secrets are references", async () => {
  const token = join(folder, "refresh");
  await writeFile(token, "r-1\n");
  const path = join(folder, "auth.json");
  const content = {
    shop: { clientId: "me", clientSecret: { env: "SHOP_SECRET" }, scopes: ["read"] },
    crm: { refreshToken: { file: token }, clientId: "me" },
  };
  await writeFile(path, JSON.stringify(content));
  const env = { SHOP_SECRET: "s-1", KEY: "k-1" };
  const { options } = await optionsFor(["--auth-file", path, "--auth", "partner=KEY"], env);
  const auth = options?.auth as unknown as Record<string, Record<string, Credential>>;
  expect(Object.keys(auth)).toEqual(["shop", "crm", "partner"]);
  expect(auth.shop).toMatchObject({ clientId: "me", scopes: ["read"] });
  expect(revealCredential(auth.shop?.clientSecret as Credential)).toBe("s-1");
  const crm = auth.crm as unknown as RefreshToken;
  expect(revealCredential(crm.refreshToken)).toBe("r-1");
  expect(JSON.stringify(auth)).not.toMatch(/s-1|r-1|k-1/);
  await crm.onRotated?.(secret("r-2"));
  expect(await readFile(token, "utf8")).toBe("r-2\n");
});

test("an --auth-file that cannot be used is refused without repeating it", async () => {
  const path = join(folder, "broken.json");
  await writeFile(path, '{"shop": "t0ps3cret');
  for (const argv of [
    ["--auth-file", path],
    ["--auth-file", join(folder, "none.json")],
    ["--auth-file", path, "--auth", "KEY"],
  ]) {
    const { code, err } = await optionsFor(argv, { KEY: "t0ps3cret" });
    expect(code).toBe(2);
    expect(err).not.toContain("t0ps3cret");
  }
  await writeFile(path, '{"shop": "t0ps3cret"}');
  expect((await optionsFor(["--auth-file", path])).err).toContain("shop in");
});
