import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

/** MCP's reference server for files, as its users run it: a process that is talked to over stdio. */
export interface ReferenceServer extends AsyncDisposable {
  call(tool: string, args: Record<string, unknown>): Promise<unknown>;
}

/** @param root the directory that it may see */
export async function startReferenceServer(root: string): Promise<ReferenceServer> {
  const program = fileURLToPath(import.meta.resolve("@modelcontextprotocol/server-filesystem/dist/index.js"));
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program, root],
    stderr: "ignore",
  });
  const client = new Client({ name: "mcs-bench", version: "1.0.0" });
  await client.connect(transport);
  return {
    async call(tool, args) {
      const result = await client.callTool({ name: tool, arguments: args });
      if (result.isError === true) throw new Error(`${tool} failed: ${JSON.stringify(result.content)}`);
      return result.content;
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}
