import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { offline } from "./offline.ts";

const ROOT = join(import.meta.dirname, "../../..");
const DOCUMENT = join(ROOT, "../shared/openapi/corpus/octokit__api.github.com.json");
const TOOLSET = join(ROOT, "examples/github-toolset/github.yaml");

const present = existsSync(DOCUMENT);
if (!present)
  console.warn("GitHub's document is absent from the corpus: the toolset of the example is not tried on it");

test.skipIf(!present)(
  "the example's toolset fits GitHub's document, and saves most of the prompt",
  async () => {
    const chosen = new RestDriver({ file: DOCUMENT, toolset: TOOLSET, http: offline });
    const whole = new RestDriver({ file: DOCUMENT, http: offline });
    const tools = await chosen.listTools();
    expect(tools).toHaveLength(12);
    for (const { name, description } of tools) {
      expect(name).toMatch(/^[a-z_]+$/);
      expect(description?.length).toBeLessThan(120);
    }
    expect((await chosen.diagnostics()).filter(({ code }) => code.startsWith("unmatched_"))).toEqual([]);
    const [all, few] = [await whole.getDriverSystemMessage(), await chosen.getDriverSystemMessage()];
    console.log(
      `GitHub: ${(await whole.listTools()).length} tools in ${all.length} characters, ${tools.length} in ${few.length}: ${(all.length / few.length).toFixed(0)} times less`,
    );
    expect(few.length).toBeLessThan(all.length / 50);
  },
);
