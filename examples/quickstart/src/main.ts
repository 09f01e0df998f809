import { RestDriver } from "@mcs/driver-rest-openapi";

const url = process.env.OPENAPI_URL ?? "https://petstore3.swagger.io/api/v3/openapi.json";
const driver = new RestDriver({ url });

// What a model has to know: as text for any model …
const system = await driver.getDriverSystemMessage();
// … or, for native tool calling, in its provider's own form.
const { systemMessage, tools } = await driver.getDriverContext("gpt-5");

// The model's turn: text, or the object that your provider's client returned. One would write this:
const llmOutput = '{"tool": "findPetsByStatus", "arguments": {"status": "available"}}';

// The call is found, checked and made; these messages continue the conversation.
const history = [];
const response = await driver.processLlmResponse(llmOutput);
if (response.messages) history.push(...response.messages);

console.log({ system, systemMessage, tools, history });
await driver.close();
