// #region start
import { FilesystemDriver } from "@mcs/driver-filesystem";

/** One model's turn on the files of a folder: its call is checked, made, and answered. */
export async function turn(root: string, llmOutput: string) {
  const driver = new FilesystemDriver({ root });
  try {
    // What a model has to know: the tools, and how to call them.
    const system = await driver.getDriverSystemMessage();
    // One would write {"tool": "search_files", "arguments": {"pattern": "needle"}}
    const { toolCallResult, messages } = await driver.processLlmResponse(llmOutput);
    return { system, toolCallResult, messages };
  } finally {
    await driver.close();
  }
}
// #endregion

/** Reads documents, and may change nothing but what lies in the second folder. */
export function twoRoots(handbook: string, drafts: string): FilesystemDriver {
  // #region roots
  const driver = new FilesystemDriver({
    roots: {
      handbook: { root: handbook, access: "read" },
      drafts: { root: drafts },
    },
  });
  // #endregion
  return driver;
}

export async function withoutModel(driver: FilesystemDriver) {
  // #region without-model
  const found = await driver.executeTool("search_files", {
    pattern: "port = \\d+",
    include: ["*.ts"],
    context: 2,
  });
  const edited = await driver.executeTool("edit_file", {
    path: "src/main.ts",
    edits: [{ old_text: "const port = 80;", new_text: "const port = 8080;" }],
    dry_run: true,
  });
  // #endregion
  return { found, edited };
}

export async function ask(driver: FilesystemDriver, confirm: (question: string) => Promise<boolean>) {
  // #region consent
  const tools = new Map((await driver.listTools()).map((tool) => [tool.name, tool]));

  async function call(name: string, args: Record<string, unknown>): Promise<unknown> {
    const isHarmless = tools.get(name)?.annotations?.readOnly === true;
    if (!isHarmless && !(await confirm(`${name} ${JSON.stringify(args)}?`))) return "The user said no.";
    return driver.executeTool(name, args);
  }
  // #endregion
  return call;
}
