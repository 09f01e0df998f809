import type { Tool } from "@mcs/core";
import type { Diagnostics } from "../diagnostics.ts";
import type { ApiDocument } from "../document/load.ts";
import { SchemaLibrary } from "../schema/library.ts";
import { type Selection, selectOperations } from "../toolset/filters.ts";
import { nameOperations } from "./names.ts";
import { OperationPlan, type PlanContext } from "./plan.ts";
import { reportSuspicions } from "./suspicious.ts";
import { OperationTool } from "./tool.ts";
import { reportUnusable } from "./usable.ts";
import { findOperations } from "./walk.ts";

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
  readonly #plans: readonly OperationPlan[];
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
    const plans: OperationPlan[] = [];
    const tools: Tool[] = [];
    for (const [index, operation] of found.entries()) {
      if (listed?.[index] === false) continue;
      if (!operation.isUsable) {
        reportUnusable(document, operation, diagnostics);
        continue;
      }
      const plan = new OperationPlan(operation, context);
      plans.push(plan);
      tools.push(new OperationTool(names[index] as string, plan));
    }
    this.#plans = plans;
    this.tools = tools;
    if (listed !== undefined && found.length > 0 && !listed.includes(true)) {
      const message = "The filters leave none of the document's operations, so there are no tools.";
      diagnostics.add("warning", "no_operations", "/paths", message);
    }
  }

  find(name: string): CatalogueEntry | undefined {
    this.#byName ??= new Map(this.tools.map((tool, index) => [tool.name, index]));
    const index = this.#byName.get(name) ?? -1;
    const [tool, plan] = [this.tools[index], this.#plans[index]];
    return tool === undefined || plan === undefined ? undefined : { tool, plan };
  }

  /** Works out every tool, so that all there is to report is reported. */
  inspect(): void {
    const { authenticator, diagnostics } = this.#context;
    void authenticator.schemes;
    const seen = new WeakSet<object>();
    for (const [index, { inputs, output, found }] of this.#plans.entries()) {
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
