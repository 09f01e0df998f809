import { expect, test } from "vitest";
import { type DavResource, resources, versionFrom } from "../src/multistatus.ts";

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size = 7): Promise<readonly DavResource[]> {
  const found: DavResource[] = [];
  for await (const each of resources(inPieces(text, size))) found.push(each);
  return found;
}

function response(href: string, prop: string, status = "HTTP/1.1 200 OK"): string {
  return `<D:response><D:href>${href}</D:href><D:propstat><D:prop>${prop}</D:prop><D:status>${status}</D:status></D:propstat></D:response>`;
}

function multistatus(...responses: readonly string[]): string {
  return `<?xml version="1.0"?><D:multistatus xmlns:D="DAV:">${responses.join("\n")}</D:multistatus>`;
}

test("files and directories are read, wherever the body is cut", async () => {
  const text = multistatus(
    response("/dav/gr%C3%B6%C3%9Fe/", "<D:resourcetype><D:collection/></D:resourcetype>"),
    response(
      "/dav/gr%C3%B6%C3%9Fe/a%20b.txt",
      '<D:resourcetype/><D:getcontentlength>12</D:getcontentlength><D:getetag>W/"7"</D:getetag>',
    ),
  );
  for (const size of [1, 3, 1_000]) {
    const [directory, file] = await read(text, size);
    expect(directory).toMatchObject({ segments: ["dav", "größe"], stat: { kind: "directory", size: 0 } });
    expect(file).toMatchObject({
      segments: ["dav", "größe", "a b.txt"],
      stat: { kind: "file", size: 12, version: '"7"' },
    });
  }
});

test("names that URLs would resolve stay as they were sent", async () => {
  const text = multistatus(response("http://host:8080/dav/%2e%2e/a%2Fb", "<D:resourcetype/>"));
  const [found] = await read(text);
  expect(found?.segments).toEqual(["dav", "..", "a/b"]);
});

test("what the server says is missing is left out", async () => {
  expect(await read(multistatus(response("/dav/a", "", "HTTP/1.1 404 Not Found")))).toEqual([]);
});

test("another prefix and no prefix for the namespace are the same", async () => {
  for (const prefix of ["", "x:"]) {
    const text = multistatus(response("/a", "<D:getcontentlength>5</D:getcontentlength>"));
    const [found] = await read(text.replaceAll("D:", prefix));
    expect(found?.stat.size).toBe(5);
  }
});

test("entities of a document's own are not expanded", async () => {
  const bomb = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>${response("/a", "<D:getetag>&b;</D:getetag>")}`;
  const [found] = await read(bomb);
  expect(found?.stat.version).not.toContain("haha");
});

test("an endless description of one resource is stopped", async () => {
  const text = `<D:multistatus><D:response><D:href>/${"a".repeat(1_100_000)}`;
  await expect(read(text, 65_536)).rejects.toThrow("no list of resources");
});

test("what is no list of resources is an error", async () => {
  await expect(read("<D:response>hello</D:response>")).rejects.toThrow("no list of resources");
});

test("without an entity tag the version is made of time and size", () => {
  expect(versionFrom(null, 1_000, 5)).toBe("1000-5");
  expect(versionFrom('W/"a"', 1_000, 5)).toBe('"a"');
});
