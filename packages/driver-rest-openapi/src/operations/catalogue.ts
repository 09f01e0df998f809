import type { Tool } from "@mcs/core";
import type { Diagnostics } from "../diagnostics.ts";
import type { ApiDocument } from "../document/load.ts";
import { SchemaLibrary } from "../schema/library.ts";
import { type Selection, selectOperations } from "../toolset/filters.ts";
import { nameOperations } from "./names.ts";
import { type OperationPlan, type PlanContext, Plans } from "./plan.ts";
import { reportSuspicions } from "./suspicious.ts";
import { OperationTool } from "./tool.ts";
import { reportUnusable } from "./usable.ts";
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
  /** What the tools stand for, in their order. */
  readonly #operations: readonly FoundOperation[];
  readonly #plans: Plans;
  readonly #context: PlanContext;
  #byName: ReadonlyMap<string, number> | undefined;

  constructor(
    document: ApiDocument,
    { selections, servers, authenticator, inputs }: CatalogueOptions,
    diagnostics: Diagnostics,
  ) {
    const context: PlanContext = {
      document,
      diagnostics,
      servers,
      authenticator,
      inputs,
      requests: new SchemaLibrary(document, "request", diagnostics),
      responses: new SchemaLibrary(document, "response", diagnostics),
    };
    this.#context = context;
    const found = findOperations(document, diagnostics);
    // All of them are named, listed or not, so that no name depends on which others are.
    const names = nameOperations(found);
    const listed =
      selections.length === 0 ? undefined : selectOperations(found, names, selections, diagnostics);
    const plans = new Plans(context);
    const tools: Tool[] = [];
    const operations: FoundOperation[] = [];
    for (let index = 0; index < found.length; index++) {
      const operation = found[index] as FoundOperation;
      if (listed?.[index] === false) continue;
      if (!operation.isUsable) {
        reportUnusable(document, operation, diagnostics);
        continue;
      }
      operations.push(operation);
      tools.push(new OperationTool(names[index] as string, operation, plans));
    }
    this.#plans = plans;
    this.#operations = operations;
    this.tools = tools;
    if (listed !== undefined && found.length > 0 && !listed.includes(true)) {
      const message = "The filters leave none of the document's operations, so there are no tools.";
      diagnostics.add("warning", "no_operations", "/paths", message);
    }
  }

  find(name: string): CatalogueEntry | undefined {
    this.#byName ??= new Map(this.tools.map((tool, index) => [tool.name, index]));
    const index = this.#byName.get(name) ?? -1;
    const [tool, operation] = [this.tools[index], this.#operations[index]];
    return tool === undefined || operation === undefined
      ? undefined
      : { tool, plan: this.#plans.of(operation) };
  }

  /** Works out every tool, so that all there is to report is reported. */
  inspect(): void {
    const { authenticator, diagnostics } = this.#context;
    void authenticator.schemes;
    const seen = new WeakSet<object>();
    for (const [index, found] of this.#operations.entries()) {
      const { inputs, output } = this.#plans.of(found);
      void [inputs, output];
      const tool = this.tools[index] as Tool;
      reportSuspicions(tool, found.pointer, diagnostics, seen);
      const { id } = found;
      if (id === undefined || id === tool.name) continue;
      diagnostics.add(
        "info",
        "renamed",
        found.pointer,
        `The operation ${JSON.stringify(id)} is the tool ${tool.name}.`,
      );
    }
  }
}
