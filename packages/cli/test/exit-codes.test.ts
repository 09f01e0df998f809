import { ConfigurationError, CredentialError, ExecutionError, McsError, TimeoutError } from "@mcs/core";
import { expect, test } from "vitest";
import { petsDriver } from "./pets-driver.ts";
import { runCli, startCli } from "./run-cli.ts";

function failingToLoad(error: Error) {
  return {
    createDriver: async () =>
      petsDriver([], async () => {
        throw error;
      }),
  };
}

test("0: a call that worked", async () => {
  expect(await runCli(["call", "x", "getPetById", "petId=1"])).toEqual({
    code: 0,
    out: '{\n  "id": 1,\n  "name": "Rex"\n}\n',
    err: "",
  });
});

test("1: a call that failed says why in one line, without a stack", async () => {
  expect(await runCli(["call", "x", "getPetById", "petId=999"])).toEqual({
    code: 1,
    out: "",
    err: 'mcs: GET /pets/999 answered 404: {"error":"no such pet"}\n',
  });
});

test("2: wrong, missing and unknown arguments, each with the tool's signature", async () => {
  const cases: ReadonlyArray<readonly [words: string[], says: string]> = [
    [[], '"petId" is missing'],
    [["petId=abc"], '"petId" should be an integer, not "abc"'],
    [["petID=1"], "Did you mean petId?"],
    [["petId"], '"petId" is no key=value'],
    [['{"petId":1}'], "Put --args before a JSON object."],
    [["petId=1", "petId=2"], "is no list"],
    [["petId:={"], "broken JSON"],
    [["petId=@/nonexistent"], "does not exist"],
    [["--args", "[1]"], "one JSON object"],
    [["--json", '{"petId":1,"x":2}'], '"x" is not known'],
  ];
  for (const [words, says] of cases) {
    const { code, out, err } = await runCli(["call", "x", "getPetById", ...words]);
    expect({ code, out }, words.join(" ")).toEqual({ code: 2, out: "" });
    expect(err).toContain(says);
    expect(err).toContain("\n\ngetPetById(petId: integer)\n");
  }
});

test("2: an unknown tool is answered with the closest name, in tools and in call", async () => {
  for (const command of ["tools", "call"]) {
    const { code, err } = await runCli([command, "x", "getPetByID"]);
    expect(code).toBe(2);
    expect(err).toBe('mcs: There is no tool "getPetByID". Did you mean getPetById?\n');
  }
  expect((await runCli(["call", "x", "frobnicate"])).err).toContain('"mcs tools x" lists all 6.');
});

test("2: a credential that is missing, at loading as well", async () => {
  const error = new CredentialError("The environment variable SHOP is not set.");
  expect((await runCli(["tools", "x"], failingToLoad(error))).code).toBe(2);
});

test("2: options that the driver refuses", async () => {
  const createDriver = () => Promise.reject(new ConfigurationError("The server URL is no URL."));
  expect(await runCli(["tools", "x"], { createDriver })).toMatchObject({
    code: 2,
    err: "mcs: The server URL is no URL.\n",
  });
});

test("3: whatever fails while the document loads", async () => {
  for (const error of [
    new McsError("document_unreachable", "No such document."),
    new TimeoutError("Took too long."),
    new ExecutionError("Cannot be."),
    new Error("boom"),
  ]) {
    const { code, err } = await runCli(["call", "x", "getPetById", "petId=1"], failingToLoad(error));
    expect(code).toBe(3);
    expect(err).toContain(error.message);
  }
});

test("130: Ctrl-C ends a call at once, and a document that never loads too", async () => {
  const driver = petsDriver();
  let started = (): void => {};
  const calling = new Promise<void>((resolve) => {
    started = resolve;
  });
  const execute = driver.executeTool.bind(driver);
  driver.executeTool = (...args) => {
    started();
    return execute(...args);
  };
  const call = startCli(["call", "x", "wait"], { createDriver: async () => driver });
  await calling;
  expect(call.interrupt()).toBe(true);
  expect(await call.done).toEqual({ code: 130, out: "", err: "mcs: Aborted.\n" });

  let loads = (): void => {};
  const loading = new Promise<void>((resolve) => {
    loads = resolve;
  });
  const createDriver = async () =>
    petsDriver([], () => {
      loads();
      return new Promise(() => {});
    });
  const listing = startCli(["tools", "x"], { createDriver });
  await loading;
  listing.interrupt();
  expect((await listing.done).code).toBe(130);
});

test("the driver is closed whether the command worked or not", async () => {
  for (const words of [
    ["tools", "x"],
    ["call", "x", "getPetById", "petId=999"],
    ["tools", "x", "nope"],
  ]) {
    const driver = petsDriver();
    await runCli(words, { createDriver: async () => driver });
    expect(driver.closed(), words.join(" ")).toBe(1);
  }
});

test("--debug adds the stack and the causes", async () => {
  const error = new McsError("document_unreachable", "No such document.", {
    cause: new Error("the wire broke"),
  });
  expect((await runCli(["tools", "x"], failingToLoad(error))).err).not.toContain("wire");
  const { err } = await runCli(["tools", "x", "--debug"], failingToLoad(error));
  expect(err).toMatch(/Caused by: .*the wire broke/);
  expect(err).toContain("    at ");
});
