import { type MCSToolDriver, toolCallStream } from "@mcs/core";

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
