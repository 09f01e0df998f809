import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { type Credential, revealCredential } from "@mcs/core";
import { expect, test } from "vitest";
import { optionsFor } from "./options-for.ts";

const TOKEN = "t0ps3cret";

test("--auth reads the variable that it names", async () => {
  const { options } = await optionsFor(["--auth", "SHOP_TOKEN"], { SHOP_TOKEN: TOKEN });
  expect(revealCredential(options?.auth as Credential)).toBe(TOKEN);
  expect(inspect(options, { depth: 9 }) + JSON.stringify(options)).not.toContain(TOKEN);
});

test("several --auth give each scheme its own credential", async () => {
  const argv = ["--auth", "apiKey=KEY", "--auth", "basic=LOGIN"];
  const { options } = await optionsFor(argv, { KEY: TOKEN, LOGIN: "user:pass" });
  const auth = options?.auth as Record<string, Credential>;
  expect(Object.keys(auth)).toEqual(["apiKey", "basic"]);
  expect(Object.values(auth).map(revealCredential)).toEqual([TOKEN, "user:pass"]);
});

test("a credential may come from a file, without the line break at its end", async () => {
  const directory = await mkdtemp(join(tmpdir(), "mcs-cli-"));
  try {
    const path = join(directory, "token");
    await writeFile(path, `${TOKEN}\n`);
    const { options } = await optionsFor(["--auth", `@${path}`, "--header-env", `X-Key=@${path}`]);
    expect(revealCredential(options?.auth as Credential)).toBe(TOKEN);
    expect(revealCredential(options?.headers?.["X-Key"] as Credential)).toBe(TOKEN);
    expect(await optionsFor(["--auth", `@${path}.missing`])).toMatchObject({ code: 2 });
  } finally {
    await rm(directory, { recursive: true });
  }
});

test("a credential on the command line is refused, and not repeated", async () => {
  for (const argv of [
    ["--auth", `Bearer ${TOKEN}`],
    ["--auth", `key=${TOKEN}-1`],
    ["--header", `Authorization: ${TOKEN}`],
    ["--header", `X-API-Key: ${TOKEN}`],
    ["--header", `X-Auth: ${TOKEN}`],
    ["--header", `sessionToken: ${TOKEN}`],
    ["--header-env", `X-Key=${TOKEN}!`],
    ["--header-env", TOKEN],
  ]) {
    const { code, err } = await optionsFor(argv);
    expect(code, argv.join(" ")).toBe(2);
    expect(err).not.toContain(TOKEN);
  }
});

test("plain headers, the server's URL and the time-out reach the driver", async () => {
  const { options } = await optionsFor([
    ...["--header", "Accept-Language: de, en", "--header", "X-Author:Bob", "--header", "Idempotency-Key: 1"],
    ...["--server-url", "http://localhost:1", "--timeout", "0.5"],
  ]);
  expect(options).toEqual({
    file: "pets.yaml",
    headers: { "Accept-Language": "de, en", "X-Author": "Bob", "Idempotency-Key": "1" },
    serverUrl: "http://localhost:1",
    timeoutMs: 500,
  });
});

test("a variable that is not set is no reason not to list tools", async () => {
  const { code, options } = await optionsFor(["--auth", "NOT_SET"]);
  expect(code).toBe(0);
  expect(options?.auth).toEqual({ env: "NOT_SET" });
});
