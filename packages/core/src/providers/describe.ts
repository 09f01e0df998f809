import { safeToolName } from "../calls/tool-names.ts";
import type { JsonSchemaObject, Tool } from "../contract/index.ts";
import { toolInputSchema } from "../validation/input-schema.ts";
import type { DefinitionNote } from "./provider.ts";
import { applyRules, type SchemaRules } from "./schema-rules.ts";

const MOST_TOOLS = 128;

/** A tool in the terms that all providers share. */
export interface Described {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonSchemaObject;
  readonly tool: Tool;
}

/** Names that are accepted everywhere, schemas under a provider's rules, and notes on what that changed. */
export function describeTools(
  tools: readonly Tool[],
  rules: SchemaRules,
): { described: Described[]; report: DefinitionNote[] } {
  const report: DefinitionNote[] = [];
  if (tools.length > MOST_TOOLS) {
    const message = `there are ${tools.length} tools; many providers refuse more than ${MOST_TOOLS}`;
    report.push({ kind: "warning", message });
  }
  const taken = new Set<string>();
  const described = tools.map((tool): Described => {
    const name = freeName(safeToolName(tool.name), taken);
    taken.add(name);
    if (name !== tool.name)
      report.push({ tool: tool.name, kind: "renamed", message: `the tool is called ${name}` });
    const schema = applyRules(toolInputSchema(tool), rules, (note) =>
      report.push({ tool: tool.name, ...note }),
    );
    return { name, description: tool.description || tool.title || "", schema, tool };
  });
  return { described, report };
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate); n++) candidate = `${name.slice(0, 60)}_${n}`;
  return candidate;
}
