import { execFile } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { LLMock } from "@copilotkit/aimock";
import { expect, test } from "vitest";
import { startModel } from "../src/model.ts";

const MAIN = join(import.meta.dirname, "../src/main.ts");

interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Variables that the demo or its colours depend on; a test sets those that it means. */
const MEANT_BY_TESTS = /^(OPENAI_|FORCE_COLOR$|NO_COLOR$|NODE_DISABLE_COLORS$)/;

/** Runs the demo as `pnpm demo` does. */
function demo(args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}): Promise<Run> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !MEANT_BY_TESTS.test(name)));
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--conditions=@mcs/source", MAIN, ...args],
      { env: { ...env, ...environment } },
      (error, stdout, stderr) => {
        resolve({ status: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
      },
    );
  });
}

test("the demo shows both conversations, their failures and retries, and ends with success", async () => {
  const { status, stdout, stderr } = await demo();
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const order = [
    "/openapi.json",
    "1. Any model",
    "USER    Please book the cheapest cargo bike for three hours on Saturday, with a child seat.",
    '{"tool":"findBikes","arguments":{"kind":"cargo"}}',
    "DRIVER  → GET /bikes?kind=cargo + API key",
    'API     200 [{"id":4,"name":"Mule"',
    '"bikeId":"Mule"',
    "DRIVER  ✗ reserveBike failed (invalid_arguments) and nothing was sent; the model is told:",
    '"bikeId" should be an integer, not "Mule"',
    'DRIVER  → POST /reservations + API key {"bikeId":4,"day":"saturday","hours":3}',
    "API     201",
    'DRIVER  → POST /reservations/R-1001/extras + API key {"extra":"child seat"}',
    "the client appends: assistant, user",
    "MODEL   Mule is yours on Saturday for three hours, with a child seat: 20 euros, R-1001.",
    "2. Native tool calling",
    'getReservation({"reservationId":"R-1000"})',
    "the client appends: assistant, tool, tool",
    "API     409",
    "DRIVER  ✗ reserveBike failed (http_status); the model is told:",
    'reserveBike({"bikeId":7,"day":"saturday","hours":3})',
    "DRIVER  → DELETE /reservations/R-1000",
    "MODEL   The cheapest was taken. You have the other one, R-1002, 27 euros; R-1000 is cancelled.",
    "What happened",
    "✓ the API key is in none of the 10 requests that the model got",
    "Nothing was written for this API",
  ];
  let position = 0;
  for (const piece of order) {
    const found = stdout.indexOf(piece, position);
    expect(found, `${piece} after what comes before it`).toBeGreaterThanOrEqual(0);
    position = found + piece.length;
  }
});

test("in a pipe the transcript is plain, fits 100 columns and about 100 lines, and holds no key", async () => {
  const { stdout } = await demo();
  const lines = stdout.split("\n");
  expect(stdout).not.toContain("\u001b");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(lines.length).toBeLessThan(115);
  expect(stdout).not.toMatch(/bikes_[0-9a-f]/);
});

test("colours can be asked for, and change nothing but the colours", async () => {
  const [plain, coloured] = await Promise.all([demo(), demo([], { FORCE_COLOR: "1" })]);
  const withoutPorts = (text: string): string => text.replace(/127\.0\.0\.1:\d+/g, "loopback");
  expect(coloured.stdout).toContain("\u001b[");
  expect(withoutPorts(stripVTControlCharacters(coloured.stdout))).toBe(withoutPorts(plain.stdout));
});

test("--json prints the facts and nothing else", async () => {
  const { status, stdout } = await demo(["--json"]);
  expect(status).toBe(0);
  const facts = JSON.parse(stdout);
  expect(facts).toMatchObject({ model: "scripted", executed: 7, failed: 2, retried: 2, modelRequests: 10 });
  expect(facts.conversations[0]).toMatchObject({
    mode: "text",
    turns: 5,
    failed: 1,
    retried: 1,
    requests: 3,
  });
  expect(facts.conversations[1]).toMatchObject({
    mode: "native",
    turns: 5,
    failed: 1,
    retried: 1,
    requests: 5,
  });
  expect(facts.checks.map(({ holds }: { holds: boolean }) => holds)).toEqual([true, true, true, true]);
});

test("--help explains itself and starts nothing; an unknown option fails", async () => {
  const help = await demo(["--help"]);
  expect(help).toMatchObject({ status: 0, stderr: "" });
  expect(help.stdout).toContain("OPENAI_BASE_URL");
  const wrong = await demo(["--jsno"]);
  expect(wrong.status).toBe(1);
  expect(wrong.stderr).toContain("--jsno");
});

test("with OPENAI_BASE_URL and OPENAI_API_KEY it talks to that endpoint, as the model that was asked for", async () => {
  const other = await startModel({});
  try {
    const { status, stdout } = await demo(["--json"], {
      OPENAI_BASE_URL: other.url,
      OPENAI_API_KEY: "sk-of-the-test",
      OPENAI_MODEL: "some-model",
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ model: "some-model", executed: 7, modelRequests: 10 });
    const requests = other.seen();
    expect(requests).toHaveLength(10);
    expect(requests.every((request) => request.includes('"model":"some-model"'))).toBe(true);
  } finally {
    await other.close();
  }
});

test("a model that gives up ends the demo with a failure that says what is not true", async () => {
  const lazy = new LLMock({ host: "127.0.0.1", port: 0, strict: true });
  lazy.on({ endpoint: "chat" }, { content: "I would rather not." });
  await lazy.start();
  try {
    const environment = { OPENAI_BASE_URL: `${lazy.url}/v1`, OPENAI_API_KEY: "sk-of-the-test" };
    const { status, stdout } = await demo([], environment);
    expect(status).toBe(1);
    expect(stdout).toContain("✗ NOT TRUE: both conversations executed at least three tools");
  } finally {
    await lazy.stop();
  }
});

test("an endpoint that refuses ends the demo with its status, and without the key", async () => {
  const closed = new LLMock({ host: "127.0.0.1", port: 0, strict: true });
  await closed.start();
  try {
    const environment = { OPENAI_BASE_URL: `${closed.url}/v1`, OPENAI_API_KEY: "sk-of-the-test" };
    const { status, stdout, stderr } = await demo([], environment);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^The demo failed\. The model endpoint answered 503/);
    expect(stdout + stderr).not.toContain("sk-of-the-test");
  } finally {
    await closed.stop();
  }
});
