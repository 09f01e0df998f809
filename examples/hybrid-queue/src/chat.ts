import type { MCSDriver, Message } from "@mcs/core";

/** A model: from the conversation so far to its next answer. */
export type Model = (messages: readonly Message[]) => Promise<string>;

// #region chat
/** Talks until the model has nothing more to call. It needs `processLlmResponse` and knows no tool by name. */
export async function chat(driver: MCSDriver, model: Model, question: string): Promise<string> {
  const messages: Message[] = [
    { role: "system", content: await driver.getDriverSystemMessage() },
    { role: "user", content: question },
  ];
  for (let turn = 0; turn < 10; turn++) {
    const answer = await model(messages);
    const response = await driver.processLlmResponse(answer);
    if (response.messages === null) return answer;
    messages.push(...response.messages);
  }
  throw new Error("The model gave no final answer.");
}
// #endregion chat
