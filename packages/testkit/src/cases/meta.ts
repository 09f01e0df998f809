import type { ContractCase } from "../suite/case.ts";
import { isLlmDriver, isToolDriver } from "../suite/context.ts";
import { NotApplicable, show, verify } from "../suite/violation.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** The grammar of semver.org, version 2. */
const NUMBER = String.raw`(?:0|[1-9]\d*)`;
const IDENTIFIERS = String.raw`[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*`;
const SEMVER = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-${IDENTIFIERS})?(?:\\+${IDENTIFIERS})?$`);

export const metaCases: readonly ContractCase[] = [
  {
    id: "meta/identity",
    title: "the driver has an id, a name and a version",
    requirements: ["meta.id-is-uuid", "meta.name-not-empty", "meta.version-is-semantic"],
    async run({ driver: { meta } }) {
      verify("meta.id-is-uuid", UUID.test(meta.id), show(meta.id));
      verify("meta.name-not-empty", isText(meta.name), show(meta.name));
      verify("meta.version-is-semantic", SEMVER.test(meta.version), show(meta.version));
    },
  },
  {
    id: "meta/id-of-every-instance",
    title: "another instance has the same id",
    requirements: ["meta.id-names-the-driver"],
    async run({ driver, create }) {
      const other = await create();
      verify(
        "meta.id-names-the-driver",
        other.meta.id === driver.meta.id,
        `${show(driver.meta.id)} and ${show(other.meta.id)}`,
      );
    },
  },
  {
    id: "meta/bindings",
    title: "the bindings are complete",
    requirements: ["meta.bindings-complete"],
    async run({ driver: { meta } }) {
      const complete =
        Array.isArray(meta.bindings) &&
        meta.bindings.every(
          ({ capability, adapter, specFormat }) =>
            isText(capability) && isText(adapter) && isText(specFormat),
        );
      verify("meta.bindings-complete", complete, show(meta.bindings));
    },
  },
  {
    id: "meta/no-models",
    title: "a ToolDriver names no models",
    requirements: ["meta.no-models-for-tool-drivers"],
    async run({ driver }) {
      if (isLlmDriver(driver)) throw new NotApplicable("the driver speaks to models");
      const { targetLlms } = driver.meta;
      verify("meta.no-models-for-tool-drivers", targetLlms === null, show(targetLlms));
    },
  },
  {
    id: "meta/models",
    title: "a driver for models names them",
    requirements: ["meta.models-for-drivers"],
    async run({ driver }) {
      if (!isLlmDriver(driver)) throw new NotApplicable("the driver does not speak to models");
      const { targetLlms } = driver.meta;
      const named = Array.isArray(targetLlms) && targetLlms.length > 0 && targetLlms.every(isText);
      verify("meta.models-for-drivers", named, show(targetLlms));
    },
  },
  {
    id: "meta/flags",
    title: "the capabilities are flags",
    requirements: ["meta.capabilities-are-flags"],
    async run({ driver: { meta } }) {
      const flags: unknown = meta.capabilities;
      const distinct = Array.isArray(flags) && flags.every(isText) && new Set(flags).size === flags.length;
      verify("meta.capabilities-are-flags", distinct, show(flags));
    },
  },
  {
    id: "meta/stable",
    title: "use does not change the meta",
    requirements: ["meta.stable"],
    async run({ driver, sample }) {
      const before = JSON.stringify(driver.meta);
      if (isToolDriver(driver)) {
        await driver.listTools();
        await driver.executeTool(sample.valid.tool, sample.valid.arguments);
      }
      if (isLlmDriver(driver)) await driver.getDriverSystemMessage();
      const after = JSON.stringify(driver.meta);
      verify("meta.stable", after === before, `${before}, then ${after}`);
    },
  },
];

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}
