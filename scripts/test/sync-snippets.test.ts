import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";

const SCRIPT = join(import.meta.dirname, "../sync-snippets.ts");
const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** A repository of these files. */
function repository(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "snippets-"));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function run(root: string, ...options: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, "--root", root, ...options], {
    encoding: "utf8",
  });
  return { status, stdout, stderr, page: (path = "README.md") => readFileSync(join(root, path), "utf8") };
}

const page = (marker: string, body: string, language = "ts") =>
  `# Title\n\n${marker}\n\`\`\`${language}\n${body}\n\`\`\`\n\nThe end.\n`;

test("a marked block is filled with its file, and then passes the check", () => {
  const root = repository({
    "examples/a/src/main.ts": 'import { x } from "@mcs/core";\n\nconsole.log(x);\n',
    "README.md": page("<!-- file: examples/a/src/main.ts -->", "old"),
  });
  const filled = run(root);
  expect(filled.status).toBe(0);
  expect(filled.stdout).toBe("README.md: filled.\n");
  expect(filled.page()).toBe(
    page("<!-- file: examples/a/src/main.ts -->", 'import { x } from "@mcs/core";\n\nconsole.log(x);'),
  );
  expect(run(root, "--check")).toMatchObject({ status: 0, stdout: "", stderr: "" });
});

test("the check names page, line and file of a block that differs, and writes nothing", () => {
  const stale = page("<!-- file: examples/a/src/main.ts -->", "old");
  const root = repository({ "examples/a/src/main.ts": "new\n", "docs/deep/er/guide.md": stale });
  const checked = run(root, "--check");
  expect(checked.status).toBe(1);
  expect(checked.stderr).toContain(
    "docs/deep/er/guide.md:4: this block is not what examples/a/src/main.ts says",
  );
  expect(checked.page("docs/deep/er/guide.md")).toBe(stale);
});

test("a region is taken without its edges, without common indentation and without the regions in it", () => {
  const root = repository({
    "examples/a/test/a.test.ts":
      "// #region other\nno\n// #endregion\n{\n  // #region loop\n  if (a) {\n    // #region inner\n    b();\n    // #endregion\n  }\n  // #endregion\n}\n",
    "README.md": page("<!-- file: examples/a/test/a.test.ts#loop -->", ""),
  });
  expect(run(root).page()).toBe(page("<!-- file: examples/a/test/a.test.ts#loop -->", "if (a) {\n  b();\n}"));
});

test("a whole file comes without the edges of its regions, and regions work in comments with #", () => {
  const toml = 'a = 1\n# #region words\nb = "two"\n# #endregion\n';
  const root = repository({
    "packages/core/profiles/json.toml": toml,
    "README.md":
      page("<!-- file: packages/core/profiles/json.toml -->", "", "toml") +
      page("<!-- file: packages/core/profiles/json.toml#words -->", "", "toml"),
  });
  const { status, page: text } = run(root);
  expect(status).toBe(0);
  expect(text()).toContain('```toml\na = 1\nb = "two"\n```');
  expect(text()).toContain('```toml\nb = "two"\n```');
});

test("a block inside a list keeps the indentation of its fence", () => {
  const root = repository({
    "packages/a/src/a.ts": "if (a) {\n  b();\n\n  c();\n}\n",
    "packages/a/README.md": "1. First:\n\n   <!-- file: packages/a/src/a.ts -->\n   ```ts\n   ```\n",
  });
  expect(run(root).page("packages/a/README.md")).toBe(
    "1. First:\n\n   <!-- file: packages/a/src/a.ts -->\n   ```ts\n   if (a) {\n     b();\n\n     c();\n   }\n   ```\n",
  );
});

test("a TypeScript block without a marker fails, blocks in other languages do not", () => {
  const root = repository({ "README.md": "```sh\nnpm i\n```\n\n```ts\nmadeUp();\n```\n" });
  for (const { status, stderr } of [run(root), run(root, "--check")]) {
    expect(status).toBe(1);
    expect(stderr).toBe(
      "README.md:5: this ts block has no marker; put <!-- file: … --> on the line before.\n",
    );
  }
});

test("a marker that only shows how markers are written is left alone", () => {
  const root = repository({ "README.md": "````md\n<!-- file: nowhere.ts -->\n```ts\n```\n````\n" });
  expect(run(root, "--check")).toMatchObject({ status: 0, stderr: "" });
});

test.each([
  ["a file that is missing", "examples/a/src/gone.ts", "examples/a/src/gone.ts does not exist"],
  ["a file that nothing runs", "scripts/loose.ts", "scripts/loose.ts is run by no test"],
  ["a way out of the folders that are run", "examples/../scripts/loose.ts", "is run by no test"],
  ["a region that is missing", "examples/a/src/main.ts#gone", "has no closed region gone"],
  ["a region that is not closed", "examples/a/src/main.ts#open", "has no closed region open"],
  ["a file that would close the block", "examples/a/src/fence.ts", "holds the fence ```"],
])("%s fails, with and without --check", (_, marker, message) => {
  const root = repository({
    "examples/a/src/main.ts": "// #region open\na();\n",
    "examples/a/src/fence.ts": "`\n```\n`;\n",
    "scripts/loose.ts": "",
    "README.md": page(`<!-- file: ${marker} -->`, "old"),
  });
  for (const { status, stderr, page: text } of [run(root), run(root, "--check")]) {
    expect(status).toBe(1);
    expect(stderr).toMatch(/^README\.md:4: /);
    expect(stderr).toContain(message);
    expect(text()).toContain("old");
  }
});

test.each(["\n\nText.\n", ""])("a marker without a block fails, followed by %j", (rest) => {
  const root = repository({ "examples/a/a.ts": "", "README.md": `<!-- file: examples/a/a.ts -->${rest}` });
  const { status, stderr } = run(root, "--check");
  expect(status).toBe(1);
  expect(stderr).toBe("README.md:1: no code block follows this marker.\n");
});
