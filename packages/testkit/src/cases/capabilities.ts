import {
  type CapabilityContracts,
  hasCapability,
  type MCSDriver,
  resolveCapability,
  type SupportsToolCallSignalling,
} from "@mcs/core";
import { nativeSide, writeCall } from "../suite/answers.ts";
import { type ContractCase, llmDriverCase } from "../suite/case.ts";
import { isToolDriver } from "../suite/context.ts";
import { nativeFormats } from "../suite/native-formats.ts";
import { NotApplicable, show, verify } from "../suite/violation.ts";

const KNOWN: ReadonlyArray<keyof CapabilityContracts> = [
  "healthcheck",
  "autostart",
  "driver_context",
  "tcs",
  "consent",
];
const PROSE = "The weather is fine, and there is nothing to look up. Two and two are four.";

export const capabilityCases: readonly ContractCase[] = [
  {
    id: "capabilities/flags",
    title: "every known flag leads to its methods",
    requirements: ["capability.flags-resolve"],
    async run({ driver }) {
      for (const flag of KNOWN.filter((known) => hasCapability(driver, known))) {
        const found = resolveCapability(driver, flag) !== undefined;
        verify("capability.flags-resolve", found, `${show(flag)} in meta.capabilities, and no method for it`);
      }
    },
  },
  {
    id: "capabilities/healthcheck",
    title: "a health check says how it is",
    requirements: ["capability.healthcheck-status"],
    async run({ driver }) {
      const health = await resolveCapability(driver, "healthcheck")?.healthcheck();
      if (health === undefined) throw new NotApplicable("the driver has no healthcheck");
      const known = ["OK", "WARN", "ERROR"].includes(health.status);
      verify("capability.healthcheck-status", known, show(health));
    },
  },
  ...nativeFormats.map((format) =>
    llmDriverCase({
      id: `capabilities/${format.provider}-context`,
      title: `the driver context has every tool in the form of ${format.title}, and the system message none`,
      requirements: ["capability.context-tools-native", "capability.context-without-tools"],
      async run({ driver, sample }) {
        const side = await nativeSide(driver, format);
        const { provider } = format;
        const { systemMessage, tools } = await side.getDriverContext(undefined, { provider });
        const named: unknown[] = tools.map((tool) => format.toolName(tool));
        const listed = isToolDriver(driver) ? await driver.listTools() : [];
        const wanted = listed.length > 0 ? listed.map(({ name }) => name) : [sample.valid.tool];
        const complete = wanted.every((name) => named.includes(name)) && !named.includes(undefined);
        verify("capability.context-tools-native", complete, show(tools));
        const told = listed
          .map(({ description }) => description ?? "")
          .filter((text) => text !== "" && systemMessage.includes(text));
        verify("capability.context-without-tools", told.length === 0, show(told));
      },
    }),
  ),
  llmDriverCase({
    id: "capabilities/signalling",
    title: "tool-call signalling sees calls begin and end",
    requirements: [
      "capability.tcs-sees-beginning",
      "capability.tcs-sees-complete-call",
      "capability.tcs-ignores-prose",
    ],
    async run(context) {
      const side = signalling(context.driver);
      const call = writeCall(context, context.sample.valid);
      const half = call.slice(0, Math.ceil(call.length / 2));
      verify("capability.tcs-sees-beginning", side.mightBeToolCall(half), `false for ${half}`);
      verify(
        "capability.tcs-sees-beginning",
        side.mightBeToolCall(`${PROSE}\n\n${half}`),
        `false for ${half}`,
      );
      verify("capability.tcs-sees-complete-call", side.isCompleteToolCall(call), `false for ${call}`);
      verify("capability.tcs-sees-complete-call", !side.isCompleteToolCall(half), `true for ${half}`);
      const quiet = !side.mightBeToolCall(PROSE) && !side.isCompleteToolCall(PROSE);
      verify("capability.tcs-ignores-prose", quiet, `true for ${PROSE}`);
    },
  }),
];

function signalling(driver: MCSDriver): SupportsToolCallSignalling {
  const side = resolveCapability(driver, "tcs");
  if (side === undefined) throw new NotApplicable("the driver has no tcs");
  return side;
}
