import { hybrid, type MCSToolDriver, toolCallStream } from "@mcs/core";
import { loadProfiles } from "@mcs/core/node";

// #region streaming
/** Shows an answer while it arrives, without the calls in it, and tells which calls there were. */
export async function showWhileStreaming(
  driver: MCSToolDriver,
  chunks: AsyncIterable<string | object>,
  show: (text: string) => void,
) {
  const stream = toolCallStream(await driver.listTools());
  for await (const chunk of chunks) show(stream.push(chunk));
  const { calls, rest } = stream.end();
  show(rest);
  return calls;
}
// #endregion

// #region words
/** A part of the words replaced in code, the rest as it comes with the package. */
export function inGerman(toolDriver: MCSToolDriver) {
  return hybrid(toolDriver, {
    prompts: { results: { executed: "Ergebnis von {tool_name}:\n{result}" } },
  });
}

/** The same from a TOML file, or from all of a folder. */
export async function fromFiles(toolDriver: MCSToolDriver, path: string) {
  return hybrid(toolDriver, { prompts: await loadProfiles(path) });
}
// #endregion
