import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RestDriver } from "@mcs/driver-rest-openapi";
import { expect, test } from "vitest";
import { standIn } from "./stand-in.ts";

const ROOT = join(import.meta.dirname, "..");
const TOOLSET = join(ROOT, "github.yaml");
const DOCUMENT = join(mkdtempSync(join(tmpdir(), "mcs-github-")), "openapi.json");
writeFileSync(DOCUMENT, JSON.stringify(standIn("https://elsewhere.example")));

/** Runs the program as a user would, with the workspace's packages from source. */
function run(...args: readonly string[]): Promise<string> {
  const env = { ...process.env, GITHUB_OPENAPI: DOCUMENT, GITHUB_TOKEN: "" };
  return new Promise((resolve, reject) => {
    const command = ["--conditions=@mcs/source", join(ROOT, "src/main.ts"), ...args];
    execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${error.message}\n${stderr}`));
    });
  });
}

test("a dozen tools, under the names of the file and in the order of the document", async () => {
  const driver = new RestDriver({ file: DOCUMENT, toolset: TOOLSET });
  expect((await driver.listTools()).map(({ name }) => name)).toEqual([
    "who_am_i",
    "list_my_repositories",
    "search_repositories",
    "search_code",
    "search_issues",
    "get_repository",
    "read_content",
    "list_commits",
    "create_issue",
    "get_issue",
    "list_comments",
    "add_comment",
  ]);
});

test("every action and every filter of the file fits something", async () => {
  const driver = new RestDriver({ file: DOCUMENT, toolset: TOOLSET });
  expect((await driver.diagnostics()).filter(({ code }) => code.startsWith("unmatched_"))).toEqual([]);
});

test("parameters that the file takes away are gone, and shared texts are its own", async () => {
  const tools = await new RestDriver({ file: DOCUMENT, toolset: TOOLSET }).listTools();
  const parameters = tools.find(({ name }) => name === "list_my_repositories")?.parameters;
  expect(parameters?.map(({ name, description }) => [name, description])).toEqual([
    ["visibility", ""],
    ["per_page", "How many at once, at most 100."],
    ["page", "Which page of them, from 1."],
  ]);
});

test("calls go to the file's server with the token, wherever the document has its own", async () => {
  const driver = new RestDriver({
    file: DOCUMENT,
    toolset: TOOLSET,
    auth: { bearer: { env: "GITHUB_TOKEN" } },
  });
  const { url, headers } = await driver.prepareRequest("get_repository", { owner: "nodejs", repo: "node" });
  expect(url).toBe("https://api.github.com/repos/nodejs/node");
  expect(headers.authorization).toBe("Bearer [secret]");
});

test("the program lists them, with what they save", async () => {
  const output = await run();
  expect(output).toContain("get_issue: One issue or pull request with its text, labels and state.");
  const [all, few] = [...output.matchAll(/(\d+) characters/g)].map(([, count]) => Number(count));
  expect(output).toMatch(/^77 operations: a prompt of \d+ characters\.\n12 tools: \d+ characters/m);
  expect(few).toBeLessThan((all ?? 0) / 10);
  expect(output).not.toContain("fits nothing");
});

test("the program calls none that the file leaves out", async () => {
  await expect(run("repos_delete", '{"owner": "nodejs", "repo": "node"}')).rejects.toThrow(
    /There is no tool named "repos_delete"/,
  );
});
