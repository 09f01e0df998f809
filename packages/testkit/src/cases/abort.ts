import { setImmediate } from "node:timers/promises";
import { McsError } from "@mcs/core";
import { type ContractCase, toolDriverCase } from "../suite/case.ts";
import { rejectionOf } from "../suite/observe.ts";
import { NotApplicable, show, verify } from "../suite/violation.ts";

export const abortCases: readonly ContractCase[] = [
  toolDriverCase({
    id: "abort/before",
    title: "an aborted signal stops a call before it begins",
    requirements: ["abort.before-call"],
    async run({ driver, sample: { valid } }) {
      const signal = AbortSignal.abort();
      const error = await rejectionOf(() => driver.executeTool(valid.tool, valid.arguments, { signal }));
      verify("abort.before-call", isAborted(error), show(error));
    },
  }),
  toolDriverCase({
    id: "abort/under-way",
    title: "aborting ends a call that is under way, whatever the reason that is given",
    requirements: ["abort.under-way"],
    async run({ driver, sample: { slow } }) {
      if (slow === undefined) throw new NotApplicable("the sample has no slow call");
      for (const reason of [undefined, new Error("the user left")]) {
        const controller = new AbortController();
        const { signal } = controller;
        const rejection = rejectionOf(() => driver.executeTool(slow.tool, slow.arguments, { signal }));
        await setImmediate();
        controller.abort(reason);
        const error = await rejection;
        verify("abort.under-way", isAborted(error), show(error));
      }
    },
  }),
];

function isAborted(error: unknown): boolean {
  return McsError.is(error) && error.code === "aborted";
}
