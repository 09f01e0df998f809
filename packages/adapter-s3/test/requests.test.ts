import { expect, test } from "vitest";
import { adapterOn, bytes, SECRET } from "./support/adapter.ts";
import { startMemoryS3 } from "./support/memory-s3.ts";

test("every write and read says what it depends on", async () => {
  await using server = await startMemoryS3();
  await using port = adapterOn(server.endpoint);
  const { version = "" } = await port.write("a.txt", bytes("one"), { mode: "create" });
  const file = await port.open("a.txt");
  await file.read(0, 3);
  await port.write("a.txt", bytes("two"), { mode: "overwrite", ifMatch: version });
  const conditions = server.requests
    .filter(({ line }) => /^(PUT|GET) \/bucket\/a.txt/.test(line))
    .map(({ headers }) => headers["if-none-match"] ?? headers["if-match"]);
  expect(conditions).toEqual(["*", version, version]);
});

test("no condition is sent where the server refuses them", async () => {
  await using server = await startMemoryS3();
  await using port = adapterOn(server.endpoint, { conditionalWrites: false });
  const { version = "" } = await port.write("a.txt", bytes("one"), { mode: "create" });
  await port.write("a.txt", bytes("two"), { mode: "overwrite", ifMatch: version });
  await port.move("a.txt", "b.txt");
  for (const { headers } of server.requests) {
    expect([headers["if-none-match"], headers["if-match"]]).toEqual([undefined, undefined]);
  }
});

test("a write that meets another one is sent again", async () => {
  await using server = await startMemoryS3();
  await using port = adapterOn(server.endpoint);
  let conflicts = 0;
  server.intercept = (line) =>
    line.startsWith("PUT") && conflicts++ < 2
      ? { status: 409, body: "<Error><Code>ConditionalRequestConflict</Code></Error>" }
      : undefined;
  await port.write("a.txt", bytes("one"), { mode: "create" });
  expect(server.objects.get("a.txt")?.content.toString()).toBe("one");
});

test("what is written over keeps its type, its cache rules and its metadata", async () => {
  await using server = await startMemoryS3();
  await using port = adapterOn(server.endpoint);
  await port.write("index.html", bytes("one"), { mode: "create" });
  const before = server.objects.get("index.html");
  const headers = {
    "content-type": "text/html",
    "cache-control": "max-age=60",
    "x-amz-meta-owner": "ada",
  };
  if (before !== undefined) server.objects.set("index.html", { ...before, headers });
  await port.write("index.html", bytes("two"), { mode: "overwrite" });
  await port.write("index.html", bytes(" three"), { mode: "append" });
  const after = server.objects.get("index.html");
  expect(after?.content.toString()).toBe("two three");
  expect(after?.headers).toMatchObject(headers);
});

test("a listing goes on over all pages", async () => {
  await using server = await startMemoryS3();
  await using port = adapterOn(server.endpoint, { root: "root" });
  const object = { content: Buffer.from("x"), etag: '"x"', modified: new Date(0), headers: {} };
  for (let index = 0; index < 2_300; index++) server.objects.set(`root/many/f${index}`, object);
  for (let index = 0; index < 50; index++) server.objects.set(`root/many/d${index}/inner`, object);
  const kinds = new Map<string, string>();
  for await (const { name, kind } of port.list("many")) kinds.set(name, kind);
  expect(kinds.size).toBe(2_350);
  expect([kinds.get("f2299"), kinds.get("d49")]).toEqual(["file", "directory"]);
});

test("keys that are no paths are left out of listings", async () => {
  await using server = await startMemoryS3();
  await using port = adapterOn(server.endpoint, { root: "root" });
  const object = { content: Buffer.from("x"), etag: '"x"', modified: new Date(0), headers: {} };
  for (const key of ["root/", "root//a", "root/../b", "root/.", "root/good"]) server.objects.set(key, object);
  const names: string[] = [];
  for await (const { name } of port.list("")) names.push(name);
  expect(names).toEqual(["good"]);
});

test("credentials are read from the environment at the first call and never sent", async () => {
  await using server = await startMemoryS3();
  const secretAccessKey = { env: "MCS_TEST_S3_SECRET" };
  await using port = adapterOn(server.endpoint, { credentials: { accessKeyId: "mcs", secretAccessKey } });
  delete process.env.MCS_TEST_S3_SECRET;
  await expect(port.stat("a.txt")).rejects.toThrow("MCS_TEST_S3_SECRET is not set");
  process.env.MCS_TEST_S3_SECRET = SECRET;
  await expect(port.stat("a.txt")).rejects.toMatchObject({ code: "file_not_found" });
  delete process.env.MCS_TEST_S3_SECRET;
  const sent = JSON.stringify(server.requests);
  expect(sent).toContain("Credential=mcs/");
  expect(sent).not.toContain(SECRET);
});
