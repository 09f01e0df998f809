import { MemoryAdapter } from "@mcs/adapter-memory";
import { ConfigurationError } from "@mcs/core";
import { expect, test } from "vitest";
import { FilesystemDriver, FilesystemToolDriver } from "../src/index.ts";

test.each([
  [{ trashes: "x" }, "trashes", "trash"],
  [{ limits: { readBytes: 5 } }, "limits.readBytes", "limits.maxReadBytes"],
  [{ port: undefined, roots: { a: { root: ".", acces: "read" } } }, "roots.a.acces", "roots.a.access"],
])("an option that does not exist is named, and the closest one: %j", (options, name, closest) => {
  for (const Driver of [FilesystemDriver, FilesystemToolDriver]) {
    const make = () => new Driver({ port: new MemoryAdapter({ files: { a: "A" } }), ...options } as never);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(
      `The option ${name} of FilesystemDriver does not exist. The closest one is ${closest}.`,
    );
  }
});

test("without options it says so, and which there are", () => {
  for (const Driver of [FilesystemDriver, FilesystemToolDriver]) {
    expect(() => new Driver(undefined as never)).toThrow(/FilesystemDriver needs an object of options/);
  }
});

test("after close() every call fails with the same error, and closing twice does no harm", async () => {
  for (const driver of [
    new FilesystemDriver({ port: new MemoryAdapter({ files: { a: "A" } }) }),
    new FilesystemToolDriver({ port: new MemoryAdapter({ files: { a: "A" } }) }),
  ]) {
    expect(await driver.executeTool("read_file", { path: "a" })).toBe("A");
    await Promise.all([driver.close(), driver.close()]);
    await expect(driver.executeTool("read_file", { path: "a" })).rejects.toMatchObject({
      name: "ClosedError",
      code: "closed",
    });
  }
});
