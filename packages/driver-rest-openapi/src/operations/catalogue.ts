import type { Tool, ToolAnnotations } from "@mcs/core";
import type { Diagnostics } from "../diagnostics.ts";
import { asString } from "../document/json.ts";
import type { ApiDocument } from "../document/load.ts";
import { SchemaLibrary } from "../schema/library.ts";
import { nameOperations } from "./names.ts";
import { OperationPlan, type PlanContext } from "./plan.ts";
import { isUsable } from "./usable.ts";
import { type FoundOperation, findOperations, signatureOf, summaryOf } from "./walk.ts";

/** The tools of a document, and how each is called. */
export interface Catalogue {
  readonly tools: readonly Tool[];
  readonly plans: ReadonlyMap<string, OperationPlan>;
  readonly byName: ReadonlyMap<string, Tool>;
}

/** Lists the document's operations as tools. Parameters and schemas are worked out when they are read. */
export function buildCatalogue(
  document: ApiDocument,
  serverUrl: string | undefined,
  diagnostics: Diagnostics,
): Catalogue {
  const context: PlanContext = {
    document,
    diagnostics,
    serverUrl,
    requests: new SchemaLibrary(document, "request", diagnostics),
    responses: new SchemaLibrary(document, "response", diagnostics),
  };
  const operations = findOperations(document, diagnostics).filter((found) =>
    isUsable(document, found, diagnostics),
  );
  const names = nameOperations(operations);
  const plans = new Map<string, OperationPlan>();
  const tools = operations.map((found, index) => {
    const name = names[index] as string;
    const plan = new OperationPlan(found, context);
    plans.set(name, plan);
    reportRename(found, name, diagnostics);
    return toTool(name, plan);
  });
  return { tools, plans, byName: new Map(tools.map((tool) => [tool.name, tool])) };
}

function toTool(name: string, plan: OperationPlan): Tool {
  const { found } = plan;
  const { method, path, operation } = found;
  const title = summaryOf(found) ?? signatureOf(found);
  const text = asString(operation.description)?.trim() || title;
  return {
    name,
    title,
    description: operation.deprecated === true ? `(deprecated) ${text}` : text,
    annotations: annotationsOf(method),
    origin: { method, path },
    get parameters() {
      return plan.inputs.parameters;
    },
    get outputSchema() {
      return plan.output;
    },
  };
}

const READING = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "QUERY"]);

/** What RFC 9110, section 9.2, says of the method. POST promises nothing. */
function annotationsOf(method: string): ToolAnnotations {
  if (READING.has(method)) return { readOnly: true, destructive: false, idempotent: true };
  if (method === "PUT" || method === "DELETE")
    return { readOnly: false, destructive: true, idempotent: true };
  return { readOnly: false, idempotent: false };
}

function reportRename({ operation, pointer }: FoundOperation, name: string, diagnostics: Diagnostics): void {
  const id = asString(operation.operationId);
  if (id === undefined || id === name) return;
  diagnostics.add("info", "renamed", pointer, `The operation ${JSON.stringify(id)} is the tool ${name}.`);
}
