import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PetApi, startPetApi } from "./pet-api.ts";

const EXAMPLES = join(import.meta.dirname, "../src");
const KEY = "pets-0a1b2c3d";
let api: PetApi;

beforeAll(async () => {
  api = await startPetApi(KEY);
});

afterAll(() => api.close());

/** Runs a file as a user would, with the workspace's packages from source. */
function run(file: string, environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const env = { ...process.env, OPENAPI_URL: api.url, ...environment };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ["--conditions=@mcs/source", file], { env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${error.message}\n${stderr}`));
    });
  });
}

test("the first example calls the API that OPENAPI_URL describes, and ends with messages to append", async () => {
  const output = await run(join(EXAMPLES, "main.ts"));
  expect(api.requests).toContain("GET /v3/pet/findByStatus?status=available");
  expect(output).toMatch(/role: 'assistant'[\s\S]*findPetsByStatus[\s\S]*role: 'user'[\s\S]*Rex/);
});

test("the first example is plain JavaScript too, and needs no package but the driver", async () => {
  const folder = mkdtempSync(join(import.meta.dirname, "plain-"));
  try {
    copyFileSync(join(EXAMPLES, "main.ts"), join(folder, "main.mjs"));
    expect(await run(join(folder, "main.mjs"))).toContain("Rex");
  } finally {
    rmSync(folder, { recursive: true });
  }
  const text = readFileSync(join(EXAMPLES, "main.ts"), "utf8");
  expect([...text.matchAll(/from "([^"]+)"/g)].map(([, name]) => name)).toEqual(["@mcs/driver-rest-openapi"]);
});

test("without a model: tools, a call with the key of the environment, and what the document lacks", async () => {
  const output = await run(join(EXAMPLES, "without-a-model.ts"), { PETSTORE_API_KEY: KEY });
  expect(output).toContain("getPetById { method: 'GET', path: '/pet/{petId}' }");
  expect(output).toContain("name: 'Rex'");
  expect(output).toContain("broken_reference");
  expect(output).not.toContain(KEY);
});

test("without a model and without the key: the tools are listed, and the call says what is missing", async () => {
  const output = await run(join(EXAMPLES, "without-a-model.ts"), { PETSTORE_API_KEY: "" });
  expect(output).toContain("findPetsByStatus { method: 'GET'");
  expect(output).toContain("missing_credential: The environment variable PETSTORE_API_KEY is not set.");
});

test("without a model and with a wrong key: the API's refusal is shown, the key is not", async () => {
  const output = await run(join(EXAMPLES, "without-a-model.ts"), { PETSTORE_API_KEY: "wrong-4e5f" });
  expect(output).toMatch(/http_status: .*401.*That key is not known/);
  expect(output).not.toContain("wrong-4e5f");
});
