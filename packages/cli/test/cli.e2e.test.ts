import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CaptureServer } from "@mcs/testkit";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { fakeModel } from "./fake-model.ts";
import { DOCUMENT, PNG, startPetsApi } from "./pets-api.ts";

// Each test starts a few processes, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const BIN = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
const TOKEN = "t0ps3cret";

let server: CaptureServer;
let doc: string;
beforeAll(async () => {
  server = await startPetsApi();
  doc = `${server.url}/openapi.json`;
});
beforeEach(() => server.reset());
afterAll(() => server.close());

interface Around {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly execArgv?: readonly string[];
}

function start(argv: readonly string[], { env = {}, execArgv = [] }: Around = {}) {
  const { PATH = "", HOME = "" } = process.env;
  return spawn(process.execPath, ["--conditions=@mcs/source", ...execArgv, BIN, ...argv], {
    env: { PATH, HOME, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

async function mcs(argv: readonly string[], around: Around = {}) {
  const child = start(argv, around);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  child.stdin.end(around.stdin ?? "");
  const [code] = await once(child, "close");
  const bytes = Buffer.concat(out);
  return { code: code as number, bytes, out: bytes.toString(), err: Buffer.concat(err).toString() };
}

test("tools lists the document's operations and counts what is wrong with it", async () => {
  const { code, out, err } = await mcs(["tools", doc]);
  expect(code).toBe(0);
  expect(out).toMatch(/^findPets\(tag\?\) +Find pets by status$/m);
  expect(out).toMatch(/^getPetById\(petId\) +Find a pet by its id$/m);
  expect(err).toMatch(/^The document has 1 (error|warning); --diagnostics shows it\.\n$/);
  const whole = await mcs(["tools", doc, "--diagnostics"]);
  expect(whole.err).toContain("/paths/~1broken/get");
  expect(whole.err).toContain("broken_reference");
});

test("call sends the request that the words describe", async () => {
  const { code, out, err } = await mcs(["call", doc, "addPet", "name=007", "good=true"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(JSON.parse(out)).toEqual({ name: "007", good: true });
  await mcs(["call", doc, "findPets", "tag=a b", "tag=c&d"]);
  const targets = server.requests.map(({ method, target }) => `${method} ${target}`);
  expect(targets).toContain("POST /api/pets");
  expect(targets).toContain("GET /api/pets?tag=a%20b&tag=c%26d");
});

test("call takes its arguments from stdin and from a file, and a document from a file", async () => {
  const directory = await mkdtemp(join(tmpdir(), "mcs-cli-"));
  try {
    await writeFile(join(directory, "pets.json"), JSON.stringify(DOCUMENT));
    await writeFile(join(directory, "rex.json"), '{"name":"Rex"}');
    const base = ["call", join(directory, "pets.json"), "addPet", "--server-url", `${server.url}/api`];
    for (const json of ["@rex.json", "-"]) {
      const value = json === "-" ? json : `@${join(directory, "rex.json")}`;
      const { code, out } = await mcs([...base, "--json", value, "id=3"], { stdin: '{"name":"Rex"}' });
      expect(code).toBe(0);
      expect(JSON.parse(out)).toEqual({ name: "Rex", id: 3 });
    }
  } finally {
    await rm(directory, { recursive: true });
  }
});

test("a credential reaches the API, and is masked in a dry run", async () => {
  const env = { SHOP_KEY: TOKEN };
  const argv = ["call", doc, "addPet", "name=Rex", "--auth", "SHOP_KEY"];
  const dry = await mcs([...argv, "--dry-run"], { env });
  expect(dry.code).toBe(0);
  expect(dry.out.split("\n")[0]).toBe(`POST ${server.url}/api/pets`);
  expect(dry.out).toMatch(/^x-shop-key: \[secret\]$/im);
  expect(dry.out).toMatch(/\n\n\{"name":"Rex"\}\n$/);
  expect(server.requests.every(({ method }) => method === "GET")).toBe(true);
  const sent = await mcs([...argv, "--debug"], { env });
  expect(server.requests.at(-1)?.header("x-shop-key")).toBe(TOKEN);
  expect([dry.out, dry.err, sent.out, sent.err].join()).not.toContain(TOKEN);
});

test("exit codes: 1 for an HTTP error, 2 for wrong arguments, 3 for a document that cannot be loaded", async () => {
  const failed = await mcs(["call", doc, "getPetById", "petId=999"]);
  expect(failed.code).toBe(1);
  expect(failed.err).toMatch(/^mcs: .*404.*no such pet/);
  const wrong = await mcs(["call", doc, "getPetById", "petId=rex"]);
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain("\ngetPetById(petId: integer)\n");
  for (const source of [
    `${server.url}/none.json`,
    "http://127.0.0.1:1/x.json",
    "/nonexistent/openapi.yaml",
    BIN,
  ]) {
    const { code, out, err } = await mcs(["tools", source]);
    expect({ code, out }, source).toEqual({ code: 3, out: "" });
    expect(err.trimEnd().split("\n"), source).toHaveLength(1);
    expect(err, source).toMatch(/^mcs: /);
  }
});

test("bytes are written to a pipe as they came", async () => {
  const { code, bytes } = await mcs(["call", doc, "getPhoto", "petId=1"]);
  expect(code).toBe(0);
  expect(new Uint8Array(bytes)).toEqual(PNG);
});

test("Ctrl-C aborts a call under way with 130", async () => {
  const child = start(["call", doc, "getPetById", "petId=7"]);
  let err = "";
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  await expect
    .poll(() => server.requests.some(({ target }) => target === "/api/pets/7"), { timeout: 20_000 })
    .toBe(true);
  child.kill("SIGINT");
  expect(await once(child, "close")).toEqual([130, null]);
  expect(err).toBe("mcs: Aborted.\n");
});

test("a reader that has seen enough ends the program quietly", async () => {
  const child = start(["tools", `${server.url}/huge.json`]);
  let err = "";
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  await once(child.stdout, "data");
  child.stdout.destroy();
  const [code] = await once(child, "close");
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test("chat in text and native mode: a failing call is retried against the API, then answered", async () => {
  const call = (petId: number) => ({ content: JSON.stringify({ tool: "getPetById", arguments: { petId } }) });
  const native = (id: string, petId: number) => ({
    toolCalls: [{ id, name: "getPetById", arguments: JSON.stringify({ petId }) }],
  });
  for (const [mode, script] of [
    [[], [call(999), call(1), { content: "Rex." }]],
    [["--native"], [native("a", 999), native("b", 1), { content: "Rex." }]],
  ] as const) {
    server.reset();
    await using model = await fakeModel(script);
    const { code, out, err } = await mcs(["chat", doc, "--only", "get*", ...mode], {
      stdin: "Who is pet 1?\n",
      env: { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: "m", OPENAI_API_KEY: TOKEN },
    });
    expect({ code, out }).toEqual({ code: 0, out: "Rex.\n" });
    expect(err).toMatch(/→ getPetById petId=999\n✗ .*404.*\n.*try again\.\n→ getPetById petId=1\n✓ .*Rex/);
    expect(server.requests.map(({ target }) => target).slice(1)).toEqual(["/api/pets/999", "/api/pets/1"]);
  }
});

test("--version prints the package's version, and neither it nor --help loads the driver", async () => {
  const refusing = `data:text/javascript,${encodeURIComponent(`
    import { registerHooks } from "node:module";
    registerHooks({
      resolve(name, context, next) {
        if (/driver-rest|adapter-http|undici/.test(name)) throw new Error("loads " + name);
        return next(name, context);
      },
    });`)}`;
  const { code, out } = await mcs(["--version"], { execArgv: ["--import", refusing] });
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/) });
  expect(await mcs(["call", "--help"], { execArgv: ["--import", refusing] })).toMatchObject({
    code: 0,
    err: "",
  });
  // The same hook stops what does need the driver, so it would have seen it.
  expect((await mcs(["tools", doc], { execArgv: ["--import", refusing] })).err).toContain(
    "loads @mcs/driver",
  );
});
