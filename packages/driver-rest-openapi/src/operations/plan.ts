import type { Credential, JsonSchema } from "@mcs/core";
import type { Diagnostics } from "../diagnostics.ts";
import type { ApiDocument } from "../document/load.ts";
import { type BaseUrl, baseUrl, type ServerOptions } from "../document/servers.ts";
import type { Direction } from "../schema/hidden.ts";
import { boundArgument, type InputOptions, type InputPlan, planInputs } from "../schema/inputs.ts";
import { SchemaLibrary } from "../schema/library.ts";
import { Shape } from "../schema/shape.ts";
import type { Authenticator, SecurityDemands } from "../security/authenticator.ts";
import { kindOf, type MediaKind } from "../wire/media-types.ts";
import { type PathTemplate, parsePath } from "../wire/path.ts";
import type { BoundParameters } from "./bound-parameters.ts";
import type { FoundOperation } from "./found.ts";
import type { ContentModel, OperationModel } from "./model.ts";
import { modelOpenApi3 } from "./openapi3.ts";
import { modelSwagger2 } from "./swagger2.ts";
import type { OperationTool } from "./tool.ts";

/** What is shared by the operations of one document. */
export interface PlanContext {
  readonly document: ApiDocument;
  readonly diagnostics: Diagnostics;
  readonly servers: ServerOptions;
  readonly authenticator: Authenticator;
  readonly inputs: InputOptions;
  readonly bound: BoundParameters;
}

/**
 * An operation made ready to be called. Every part is worked out when it is first asked for and then kept:
 * a document of a thousand operations costs what its used ones cost.
 */
export class OperationPlan {
  readonly found: FoundOperation;
  readonly #plans: Plans;
  #model: OperationModel | undefined;
  #inputs: InputPlan | undefined;
  #output: JsonSchema | undefined;
  #base: BaseUrl | undefined;
  #template: PathTemplate | undefined;
  #listed: readonly string[] = [];
  #streams: boolean | undefined;

  constructor(found: FoundOperation, plans: Plans) {
    this.found = found;
    this.#plans = plans;
  }

  get model(): OperationModel {
    this.#model ??= this.#readModel();
    return this.#model;
  }

  #readModel(): OperationModel {
    const { document, diagnostics, authenticator, bound } = this.#plans.context;
    const read = document.version === "2.0" ? modelSwagger2 : modelOpenApi3;
    const model = read(document, this.found, diagnostics);
    const free = model.parameters.filter(
      (parameter) =>
        authenticator.schemeOf(parameter) === undefined && !bound.isHeader(parameter, this.found.method),
    );
    const given = free.filter((parameter) => bound.valueOf(parameter) !== undefined);
    const parameters = given.length === 0 ? free : free.filter((parameter) => !given.includes(parameter));
    this.#listed = model.parameters.flatMap((parameter) => authenticator.schemeOf(parameter) ?? []);
    return given.length === 0 ? { ...model, parameters } : { ...model, parameters, bound: given };
  }

  /** The operator's values for its parameters, by the arguments that they stand for. */
  get bound(): ReadonlyArray<readonly [argument: string, value: string | Credential]> {
    const { bound } = this.#plans.context;
    return (this.model.bound ?? []).map((parameter) => [
      boundArgument(parameter),
      bound.valueOf(parameter) as string | Credential,
    ]);
  }

  /** The credentials that a call needs. */
  get demands(): SecurityDemands {
    return { security: this.model.security, listed: this.#listed };
  }

  get inputs(): InputPlan {
    this.#inputs ??= planInputs(this.model, this.#plans.requests, this.#plans.context.inputs);
    return this.#inputs;
  }

  /** The schema of a successful result; `true` where the document has none. */
  get output(): JsonSchema {
    if (this.#output === undefined) {
      const { results } = this.model;
      // XML is read into what its schema describes; of the others the schema says how they are written.
      const of = (kind: MediaKind): ContentModel | undefined =>
        results.find(({ mediaType }) => kindOf(mediaType) === kind);
      const content = of("json") ?? of("xml");
      this.#output = content?.schema === undefined ? true : this.#plans.responses.schemaAt(content.schema);
    }
    return this.#output;
  }

  /** The schema of a result in this kind of media type, as the wire sees it. */
  resultShape(kind: MediaKind): Shape | undefined {
    const schema = this.model.results.find(({ mediaType }) => kindOf(mediaType) === kind)?.schema;
    const { document } = this.#plans.context;
    return schema === undefined ? undefined : new Shape(schema, (place) => document.references.follow(place));
  }

  /** Whether a result may be a stream, of which what came in time is worth having. */
  get streams(): boolean {
    this.#streams ??= this.model.results.some(({ mediaType }) =>
      /^(?:lines|events)$/.test(kindOf(mediaType)),
    );
    return this.#streams;
  }

  /** @throws ConfigurationError where the document names no server and the operator none either. */
  get base(): BaseUrl {
    const { document, servers } = this.#plans.context;
    this.#base ??= baseUrl(document, this.found, servers);
    return this.#base;
  }

  get template(): PathTemplate {
    // A fragment tells operations on one path apart; it is never sent, and nor would be what follows it.
    this.#template ??= parsePath(this.found.path.split("#", 1)[0] ?? "");
    return this.#template;
  }
}

/** The plans of a document's operations, and what they share. Each is made when it is first asked for: few ever are. */
export class Plans {
  readonly context: PlanContext;
  readonly document: ApiDocument;
  #requests: SchemaLibrary | undefined;
  #responses: SchemaLibrary | undefined;
  readonly #made = new Map<OperationTool, OperationPlan>();

  constructor(context: PlanContext) {
    this.context = context;
    this.document = context.document;
  }

  /** Schemas as requests have them. */
  get requests(): SchemaLibrary {
    this.#requests ??= this.#library("request");
    return this.#requests;
  }

  /** Schemas as responses have them. */
  get responses(): SchemaLibrary {
    this.#responses ??= this.#library("response");
    return this.#responses;
  }

  #library(direction: Direction): SchemaLibrary {
    return new SchemaLibrary(this.document, direction, this.context.diagnostics);
  }

  of(tool: OperationTool): OperationPlan {
    let plan = this.#made.get(tool);
    if (plan === undefined) {
      plan = new OperationPlan(tool.found, this);
      this.#made.set(tool, plan);
    }
    return plan;
  }
}
