import type { CapturedRequest } from "@mcs/testkit";
import { type Document, OpenAPIBackend, type Operation } from "openapi-backend";
import { readBody, typesOf } from "./judge-body.ts";
import { prepared } from "./judge-document.ts";
import { isRecord, type Json, listOf } from "./raw.ts";

/** What the judge says of one request: nothing against it, something, or that it cannot tell. */
export type Verdict =
  | { readonly kind: "right" }
  | { readonly kind: "wrong"; readonly reasons: readonly string[] }
  | { readonly kind: "unread"; readonly reason: string };

/**
 * openapi-backend as the judge of requests: its dereferencing, its reading of path, query, headers, cookies
 * and JSON, and ajv for the schemas. The document is put into the form that it understands: each operation
 * has an id and all of its parameters, and what is read-only is not demanded of a request.
 */
export class Judge {
  readonly #backend: OpenAPIBackend;
  readonly #operations = new Map<string, Operation>();
  #coerces = false;

  private constructor(backend: OpenAPIBackend) {
    this.#backend = backend;
  }

  static async over(root: Json): Promise<Judge> {
    const definition = prepared(root) as unknown as Document;
    const judge: { current?: Judge } = {};
    const backend = new OpenAPIBackend({
      definition,
      quick: true,
      ignoreTrailingSlashes: false,
      ajvOpts: { strict: false, logger: false, allErrors: true },
      customizeAjv: (ajv, _options, context) => {
        // Alternatives are often told apart by this format alone.
        ajv.addFormat("uuid", /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
        // A form's values are text on the wire, whatever the schema calls them.
        if (context === "requestBodyValidator")
          ajv.opts.coerceTypes = judge.current?.coerces() ? "array" : false;
        return ajv;
      },
    });
    await backend.init();
    judge.current = new Judge(backend);
    for (const operation of backend.router.getOperations()) {
      judge.current.#operations.set(String(operation.operationId), operation);
    }
    return judge.current;
  }

  coerces(): boolean {
    return this.#coerces;
  }

  async verdict(id: string, request: CapturedRequest): Promise<Verdict> {
    const operation = this.#operations.get(id);
    if (operation === undefined) return { kind: "unread", reason: "its router has no such method" };
    const form = unreadParameter(operation);
    if (form !== undefined) return { kind: "unread", reason: form };
    const body = await readBody(operation, request);
    if (typeof body === "string") return { kind: "wrong", reasons: [body] };
    const narrowed = { ...operation, requestBody: body.schema } as Operation;
    const { validator } = this.#backend;
    this.#coerces = body.isForm;
    const built = attempt(() => validator.buildRequestValidatorsForOperation(narrowed));
    if (typeof built === "string") return { kind: "unread", reason: built };
    validator.requestValidators[id] = built;
    const headers = Object.fromEntries(request.headers);
    const { method, target: path } = request;
    const result = attempt(() =>
      validator.validateRequest({ method, path, headers, ...body.value }, narrowed),
    );
    if (typeof result === "string") return { kind: "unread", reason: result };
    if (result.errors === null || result.errors === undefined) return { kind: "right" };
    return {
      kind: "wrong",
      reasons: result.errors.map(
        ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
      ),
    };
  }
}

/** What a step of the judge comes to, or why it fails. */
function attempt<Result>(step: () => Result): Result | string {
  try {
    return step();
  } catch (error) {
    return `it fails: ${String(error).slice(0, 70)}`;
  }
}

/** Styles that the judge does not take apart, so that what it would hold against a schema is something else. */
function unreadParameter({ parameters = [] }: Operation): string | undefined {
  for (const parameter of listOf(parameters)) {
    const { name, in: place, schema, content, style } = parameter as Json;
    if (place === "query" && String(name).includes("[")) return "it takes brackets in a name for structure";
    if (isRecord(content)) {
      if (content["application/json"] === undefined || place !== "query")
        return "it reads `content` only for JSON in the query";
      continue;
    }
    const types = typesOf(schema);
    const structured = types.includes("array") || types.includes("object");
    if (place !== "query" && structured) return `it does not take apart arrays and objects in a ${place}`;
    if (types.includes("object") && style !== "deepObject")
      return "it does not put together objects in a query";
  }
  return undefined;
}
