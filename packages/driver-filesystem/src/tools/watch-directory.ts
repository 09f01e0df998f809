import { type DefinedTool, FileError } from "@mcs/core";
import type { FileChange } from "@mcs/core/ports";
import { toPath } from "../paths.ts";
import { COUNT, fileTool, noted, optional, TEXT, type ToolContext } from "./context.ts";

interface Args {
  readonly path?: string;
  readonly seconds?: number;
}

const SECONDS = 10;
/** After the first change, others are waited for so long: one save is often several changes. */
const SETTLE_MS = 200;

export function watchDirectory(context: ToolContext): DefinedTool {
  const longest = Math.max(1, Math.floor(context.limits.timeoutMs / 1000));
  return fileTool<Args>({
    name: "watch_directory",
    title: "Wait for changes",
    description: "Waits until something changes below a directory, and says what.",
    parameters: [
      optional("path", 'The directory; "" is the root.', TEXT),
      optional("seconds", `How long to wait; ${SECONDS} if left out.`, { ...COUNT, maximum: longest }),
    ],
    annotations: { readOnly: true, openWorld: false },
    execute: async ({ path = "", seconds = Math.min(SECONDS, longest) }, { signal }) => {
      const files = await context.files();
      const directory = toPath(path);
      if (files.watch === undefined) throw new FileError("unsupported", directory, "cannot be watched here.");
      const stop = new AbortController();
      const end = (): void => stop.abort();
      signal?.addEventListener("abort", end, { once: true });
      let timer = setTimeout(end, seconds * 1000);
      const changes: FileChange[] = [];
      try {
        for await (const change of files.watch(directory, { signal: stop.signal })) {
          if (context.isTrash(change.path)) continue;
          if (changes.length === 0) {
            clearTimeout(timer);
            timer = setTimeout(end, SETTLE_MS);
          }
          changes.push(change);
          if (changes.length >= context.limits.maxEntries) break;
        }
      } catch (error) {
        if (!stop.signal.aborted || signal?.aborted) throw error;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", end);
      }
      return { changes, ...noted(changes.length === 0 ? [`Nothing changed in ${seconds} seconds.`] : []) };
    },
  });
}
