import type { Tool, ToolAnnotations } from "@mcs/core";
import type { Diagnostics } from "../diagnostics.ts";
import { asString } from "../document/json.ts";
import type { ApiDocument } from "../document/load.ts";
import { SchemaLibrary } from "../schema/library.ts";
import { type Selection, selectOperations } from "../toolset/filters.ts";
import { nameOperations } from "./names.ts";
import { OperationPlan, type PlanContext } from "./plan.ts";
import { reportSuspicions } from "./suspicious.ts";
import { isUsable } from "./usable.ts";
import { type FoundOperation, findOperations } from "./walk.ts";

/** A tool and how it is called. */
export interface CatalogueEntry {
  readonly tool: Tool;
  readonly plan: OperationPlan;
}

export interface CatalogueOptions extends Pick<PlanContext, "servers" | "authenticator" | "inputs"> {
  /** What the operator wants listed; each of them has to let an operation through. */
  readonly selections: readonly Selection[];
}

/**
 * The tools of a document. Listing them reads names, titles and descriptions; parameters, schemas and the way
 * to call an operation are worked out when they are first asked for, and then kept.
 */
export class Catalogue {
  readonly tools: readonly Tool[];
  readonly #operations: readonly FoundOperation[];
  readonly #context: PlanContext;
  readonly #diagnostics: Diagnostics;
  readonly #plans = new Map<number, OperationPlan>();
  #byName: ReadonlyMap<string, number> | undefined;

  constructor(document: ApiDocument, options: CatalogueOptions, diagnostics: Diagnostics) {
    const { selections, ...context } = options;
    this.#diagnostics = diagnostics;
    this.#context = {
      document,
      diagnostics,
      ...context,
      requests: new SchemaLibrary(document, "request", diagnostics),
      responses: new SchemaLibrary(document, "response", diagnostics),
    };
    const found = findOperations(document, diagnostics);
    // All of them are named, listed or not, so that no name depends on which others are.
    const names = nameOperations(found);
    const listed =
      selections.length === 0 ? undefined : selectOperations(found, names, selections, diagnostics);
    const operations: FoundOperation[] = [];
    const tools: Tool[] = [];
    for (const [index, operation] of found.entries()) {
      if (listed?.[index] === false || !isUsable(document, operation, diagnostics)) continue;
      const position = operations.push(operation) - 1;
      tools.push(toTool(names[index] as string, operation, () => this.#plan(position)));
    }
    this.#operations = operations;
    this.tools = tools;
    if (listed !== undefined && found.length > 0 && !listed.includes(true)) {
      const message = "The filters leave none of the document's operations, so there are no tools.";
      diagnostics.add("warning", "no_operations", "/paths", message);
    }
  }

  find(name: string): CatalogueEntry | undefined {
    this.#byName ??= new Map(this.tools.map((tool, index) => [tool.name, index]));
    const index = this.#byName.get(name);
    const tool = index === undefined ? undefined : this.tools[index];
    return index === undefined || tool === undefined ? undefined : { tool, plan: this.#plan(index) };
  }

  /** Works out every tool, so that all there is to report is reported. */
  inspect(): void {
    const seen = new WeakSet<object>();
    for (const [index, found] of this.#operations.entries()) {
      const { inputs, output } = this.#plan(index);
      void [inputs, output];
      reportSuspicions(this.tools[index] as Tool, found.pointer, this.#diagnostics, seen);
      const id = asString(found.operation.operationId);
      const name = this.tools[index]?.name;
      if (id === undefined || id === name) continue;
      this.#diagnostics.add(
        "info",
        "renamed",
        found.pointer,
        `The operation ${JSON.stringify(id)} is the tool ${name}.`,
      );
    }
  }

  #plan(index: number): OperationPlan {
    let plan = this.#plans.get(index);
    if (plan === undefined) {
      plan = new OperationPlan(this.#operations[index] as FoundOperation, this.#context);
      this.#plans.set(index, plan);
    }
    return plan;
  }
}

function toTool(name: string, found: FoundOperation, plan: () => OperationPlan): Tool {
  const { method, path, operation } = found;
  const title = found.summary ?? found.signature;
  const text = asString(operation.description)?.trim() || title;
  return {
    name,
    title,
    description: operation.deprecated === true ? `(deprecated) ${text}` : text,
    annotations: ANNOTATIONS.get(method) ?? CHANGING,
    origin: { method, path },
    get parameters() {
      return plan().inputs.parameters;
    },
    get outputSchema() {
      return plan().output;
    },
  };
}

const READING: ToolAnnotations = Object.freeze({ readOnly: true, destructive: false, idempotent: true });
const REPLACING: ToolAnnotations = Object.freeze({ readOnly: false, destructive: true, idempotent: true });
const CHANGING: ToolAnnotations = Object.freeze({ readOnly: false, idempotent: false });

/** What RFC 9110, section 9.2, says of the method. The others promise nothing. */
const ANNOTATIONS: ReadonlyMap<string, ToolAnnotations> = new Map([
  ["GET", READING],
  ["HEAD", READING],
  ["OPTIONS", READING],
  ["TRACE", READING],
  ["QUERY", READING],
  ["PUT", REPLACING],
  ["DELETE", REPLACING],
]);
