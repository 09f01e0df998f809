/**
 * The client's side of MCS: one loop, the same for every driver and every model. Everything that the client
 * knows of tools is in these few lines.
 */
import type { DriverResponse, MCSDriver, Message, SupportsDriverContext } from "@mcs/core";

/** The model's next message, given the conversation and, for native tool calling, the tools. */
export type Complete = (messages: readonly Message[], tools?: readonly Message[]) => Promise<Message>;

/** What one round brought: what the model said, and what the driver made of it. */
export interface Turn {
  readonly answer: Message;
  readonly response: DriverResponse;
}

/** How a conversation begins: what the system message says, and what is passed beside it. */
export interface Opening {
  readonly systemMessage: string;
  readonly tools?: readonly Message[];
}

/** A model that runs in circles is stopped after so many answers. */
const MOST_TURNS = 20;

// #region openings
/** The tools are in the system message; the model writes its calls as text. */
export async function openWithText(driver: MCSDriver): Promise<Opening> {
  return { systemMessage: await driver.getDriverSystemMessage() };
}

/** The tools are passed beside the system message, in the provider's form. */
export async function openWithTools(driver: SupportsDriverContext, model: string): Promise<Opening> {
  return driver.getDriverContext(model, { provider: "openai" });
}
// #endregion

// #region loop
export async function converse(
  driver: MCSDriver,
  complete: Complete,
  { systemMessage, tools }: Opening,
  task: string,
  onTurn: (turn: Turn) => void,
): Promise<string> {
  const messages: Message[] = [
    { role: "system", content: systemMessage },
    { role: "user", content: task },
  ];
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const answer = await complete(messages, tools);
    const response = await driver.processLlmResponse(answer);
    onTurn({ answer, response });
    if (!response.callExecuted && !response.callFailed) return String(answer.content ?? "");
    messages.push(...response.messages);
  }
  throw new Error(`The model gave no final answer within ${MOST_TURNS} turns.`);
}
// #endregion
