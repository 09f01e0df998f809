import type { Tool } from "@mcs/core";
import { type Selection, selectOperations } from "../toolset/filters.ts";
import type { ParameterModel } from "./model.ts";
import { nameOperations } from "./names.ts";
import { type OperationPlan, type PlanContext, Plans } from "./plan.ts";
import { reportSuspicions } from "./suspicious.ts";
import type { OperationTool } from "./tool.ts";
import { reportUnusable } from "./usable.ts";
import { findOperations } from "./walk.ts";

/** A tool and how it is called. */
export interface CatalogueEntry {
  readonly tool: Tool;
  readonly plan: OperationPlan;
}

/**
 * The tools of a document. Listing them reads names, titles and descriptions; parameters, schemas and the way
 * to call an operation are worked out when they are first asked for, and then kept.
 */
export class Catalogue {
  readonly tools: readonly OperationTool[];
  readonly #plans: Plans;
  #byName: ReadonlyMap<string, OperationTool> | undefined;

  /** @param selections what the operator wants listed; each of them has to let an operation through */
  constructor(context: PlanContext, selections: readonly Selection[]) {
    const { document, diagnostics } = context;
    const plans = new Plans(context);
    const { tools, unusable } = findOperations(plans, diagnostics);
    // All of them are named, listed or not, so that no name depends on which others are.
    nameOperations(tools);
    const listed = selectOperations(tools, selections, diagnostics);
    for (const tool of unusable) if (listed.includes(tool)) reportUnusable(document, tool.found, diagnostics);
    if (tools.length > 0 && listed.length === 0) {
      const message = "The filters leave none of the document's operations, so there are no tools.";
      diagnostics.add("warning", "no_operations", "/paths", message);
    }
    this.#plans = plans;
    this.tools = unusable.size === 0 ? listed : listed.filter((tool) => !unusable.has(tool));
  }

  find(name: string): CatalogueEntry | undefined {
    this.#byName ??= new Map(this.tools.map((tool) => [tool.name, tool]));
    const tool = this.#byName.get(name);
    return tool === undefined ? undefined : { tool, plan: this.#plans.of(tool) };
  }

  /** Works out every tool, so that all there is to report is reported. */
  inspect(): void {
    const { authenticator, bound, diagnostics } = this.#plans.context;
    void authenticator.schemes;
    const seen = new WeakSet<object>();
    const met: ParameterModel[] = [];
    for (const tool of this.tools) {
      const { model, inputs, output, found } = this.#plans.of(tool);
      void [inputs, output];
      met.push(...(model.bound ?? []));
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
    for (const key of bound.without(met)) {
      const message = "No operation has a parameter of this name in this place, so its value is never sent.";
      diagnostics.add("warning", "unmatched_parameter", `options#/parameters/${key}`, message);
    }
  }
}
