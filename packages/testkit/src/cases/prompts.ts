import type { MCSDriver } from "@mcs/core";
import type { RequirementId } from "../requirements.ts";
import { type ContractCase, llmDriverCase } from "../suite/case.ts";
import { type ContractContext, isToolDriver } from "../suite/context.ts";
import { rejectionOf } from "../suite/observe.ts";
import { show, verify } from "../suite/violation.ts";

const MODELS = [undefined, "gpt-5", "claude-opus-5", "a-model-that-nobody-knows"];

export const promptCases: readonly ContractCase[] = [
  llmDriverCase({
    id: "prompts/function-description",
    title: "the function description is complete",
    requirements: ["prompt.description-complete"],
    async run(context) {
      const text = await context.driver.getFunctionDescription();
      await verifyComplete("prompt.description-complete", text, context);
    },
  }),
  llmDriverCase({
    id: "prompts/system-message",
    title: "the system message is complete",
    requirements: ["prompt.system-message-complete"],
    async run(context) {
      const text = await context.driver.getDriverSystemMessage();
      await verifyComplete("prompt.system-message-complete", text, context);
    },
  }),
  llmDriverCase({
    id: "prompts/every-model",
    title: "prompts are written for every model",
    requirements: ["prompt.any-model"],
    async run({ driver }) {
      for (const model of MODELS) {
        for (const write of ["getFunctionDescription", "getDriverSystemMessage"] as const) {
          const rejection = await rejectionOf(() => driver[write](model));
          verify("prompt.any-model", rejection === undefined, `${write}(${show(model)}): ${show(rejection)}`);
          const text: unknown = await driver[write](model);
          const written = typeof text === "string" && text.trim() !== "";
          verify("prompt.any-model", written, `${write}(${show(model)}) gives ${show(text)}`);
        }
      }
    },
  }),
];

/** Names are looked for and nothing else: how they are laid out is the driver's business. */
async function verifyComplete(
  rule: RequirementId,
  text: string,
  { driver, sample }: ContractContext<MCSDriver>,
): Promise<void> {
  const tools = isToolDriver(driver)
    ? await driver.listTools()
    : [{ name: sample.valid.tool, parameters: [] }];
  for (const { name, parameters } of tools) {
    verify(rule, text.includes(name), `no ${name} in ${show(text)}`);
    for (const parameter of parameters) {
      verify(rule, text.includes(parameter.name), `no ${parameter.name} of ${name} in ${show(text)}`);
    }
  }
}
