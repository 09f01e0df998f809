import type { OperationFilter, RestOptions } from "@mcs/driver-rest-openapi";
import { type Invocation, optionValue } from "../command-line/parse.ts";
import { UsageError } from "../errors.ts";

const KEYS = ["tag", "path", "method", "operation"] as const;

/**
 * What is listed, and from which server: `--include`, `--exclude`, `--overlay`, `--toolset`, `--server` and
 * `--server-var` as the driver's options.
 *
 * @throws UsageError
 */
export function selectionOptions(
  invocation: Invocation,
): Pick<RestOptions, "include" | "exclude" | "overlay" | "toolset" | "server" | "serverVariables"> {
  const { values } = invocation;
  const overlay = values.get("overlay");
  const toolset = optionValue(invocation, "toolset");
  const server = optionValue(invocation, "server");
  const variables = values.get("server-var");
  return {
    ...filtersOf("include", values.get("include")),
    ...filtersOf("exclude", values.get("exclude")),
    ...(overlay === undefined ? {} : { overlay }),
    ...(toolset === undefined ? {} : { toolset }),
    ...(server === undefined ? {} : { server: /^\d+$/.test(server) ? Number(server) : server }),
    ...(variables === undefined ? {} : { serverVariables: Object.fromEntries(variables.map(variableOf)) }),
  };
}

function filtersOf(
  option: "include" | "exclude",
  texts: readonly string[] | undefined,
): Pick<RestOptions, "include" | "exclude"> {
  return texts === undefined ? {} : { [option]: texts.map((text) => filterOf(text, option)) };
}

/** `get*` is a name; `tag=pets,method=get` has to fit in all of its parts. */
function filterOf(text: string, option: string): OperationFilter {
  if (!text.includes("=")) return { operation: text };
  const filter: Record<string, string> = {};
  for (const part of text.split(",")) {
    const at = part.indexOf("=");
    const key = KEYS.find((known) => known === part.slice(0, Math.max(at, 0)).trim());
    const value = part.slice(at + 1).trim();
    if (key === undefined || value === "") {
      throw new UsageError(`--${option} does not understand "${part}".`, {
        remedy: `It takes a tool's name, or ${KEYS.map((known) => `${known}=…`).join(", ")}; * stands for any characters.`,
      });
    }
    filter[key] = value;
  }
  return filter;
}

function variableOf(text: string): readonly [name: string, value: string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new UsageError("--server-var needs NAME=VALUE, such as region=eu.");
}
