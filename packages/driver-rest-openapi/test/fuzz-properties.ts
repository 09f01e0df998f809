import { McsError } from "@mcs/core";
import type { HttpPort, HttpRequest } from "@mcs/core/ports";
import fc from "fast-check";
import { RestDriver } from "../src/index.ts";
import { DOCUMENT } from "./fuzz-document.ts";

const HOME = "http://127.0.0.1:9";
/** Words that documents are made of, so that mutations hit something. */
const WORDS = [
  "$ref",
  "type",
  "properties",
  "items",
  "allOf",
  "oneOf",
  "enum",
  "required",
  "in",
  "name",
  "schema",
  "content",
  "path",
  "query",
  "body",
  "cookie",
  "object",
  "array",
  "string",
  "null",
  "__proto__",
  "constructor",
  "#/",
  "#",
  "#/components/schemas/Pet",
  "#/paths",
  "../x",
  "http://169.254.169.254/",
  "application/json",
  "multipart/form-data",
  "*/*",
  "a\r\nb: c",
  "{id}",
  "..",
  "%2e",
  "\ud800",
  "",
  "deepObject",
  "matrix",
  "additionalOperations",
  "servers",
];

const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...WORDS) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(null, true, false, 0, -1, 1e308, [], {}, [null], { $ref: 7 }, [{}]),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.constantFrom(...WORDS), fc.constantFrom<unknown>(...WORDS, null, {}, []), {
      maxKeys: 4,
    }),
  },
);

/** What is done to one place of a document. Numbers choose among what is there. */
const mutation = fc.record({
  steps: fc.array(fc.nat(20), { minLength: 1, maxLength: 9 }),
  kind: fc.constantFrom("replace", "remove", "add", "copy", "cycle"),
  key: fc.constantFrom(...WORDS),
  value,
});
type Mutation = typeof mutation extends fc.Arbitrary<infer Type> ? Type : never;

type Tree = Record<string, unknown>;

function mutate(root: Tree, { steps, kind, key, value: replacement }: Mutation): void {
  let owner: Tree = root;
  let name = "";
  for (const step of steps) {
    const names = Object.keys(owner);
    if (names.length === 0) break;
    name = names[step % names.length] ?? "";
    const inner = owner[name];
    if (typeof inner !== "object" || inner === null) break;
    if (step !== steps.at(-1)) owner = inner as Tree;
  }
  if (kind === "remove") delete owner[name];
  else if (kind === "replace") owner[name] = structuredClone(replacement);
  else if (kind === "copy") owner[name] = structuredClone(root.paths);
  else if (kind === "cycle") owner[name] = { $ref: "#/components/schemas/Pet", allOf: [{ $ref: "#" }] };
  else if (key !== "__proto__") owner[key] = structuredClone(replacement);
}

/** Mutated documents: whatever they are, only errors of the family come of them, and requests that are requests. */
export const documentsProperty = fc.asyncProperty(
  fc.array(mutation, { minLength: 1, maxLength: 6 }),
  fc.dictionary(fc.string(), value, { maxKeys: 4 }),
  async (mutations, extra) => {
    const document = structuredClone(DOCUMENT) as Tree;
    for (const one of mutations) mutate(document, one);
    await exercise(JSON.stringify(document), extra);
  },
);

/** Text with something cut out, doubled or put in. */
export const textsProperty = fc.asyncProperty(
  fc.nat(),
  fc.nat(200),
  fc.oneof(
    fc.string(),
    fc.constantFrom(...WORDS, "&a ", "*a", "<<: ", "- ", "\t", "!include x", "---\n", "\u0000", "\ufeff"),
  ),
  fc.boolean(),
  async (at, length, put, asYaml) => {
    const text = asYaml ? yamlOf(DOCUMENT, "") : JSON.stringify(DOCUMENT, null, 1);
    const start = at % text.length;
    await exercise(`${text.slice(0, start)}${put}${text.slice(start + length)}`, {});
  },
);

/** Any arguments at all. */
export const argumentsProperty = fc.asyncProperty(
  fc.dictionary(
    fc.oneof(
      fc.constantFrom(
        "id",
        "tags",
        "filter",
        "X-Trace",
        "sid",
        "where",
        "body",
        "contentType",
        "a",
        "b",
        "file",
        "meta",
        "name",
      ),
      fc.string(),
    ),
    fc.oneof(value, fc.string({ unit: "binary" }), fc.bigInt(), fc.constant(undefined), fc.double()),
  ),
  async (args) => exercise(JSON.stringify(DOCUMENT), args),
);

/** Loads the text, lists, describes, and calls every tool: with these arguments and with some that are likely. */
async function exercise(text: string, extra: Record<string, unknown>): Promise<void> {
  const driver = new RestDriver({ url: `${HOME}/openapi`, serverUrl: `${HOME}/api`, http: portFor(text) });
  try {
    const tools = await driver.listTools();
    await driver.diagnostics();
    await driver.getFunctionDescription();
    for (const { name, parameters } of tools) {
      const likely = Object.fromEntries(parameters.map((given) => [given.name, "a"]));
      for (const args of [extra, likely, { ...likely, ...extra }]) {
        await driver.executeTool(name, args).catch(onlyTyped);
        await driver.prepareRequest(name, args).catch(onlyTyped);
      }
    }
  } catch (error) {
    onlyTyped(error);
  }
}

function onlyTyped(error: unknown): void {
  if (!McsError.is(error)) throw error;
}

/** Publishes the text, and holds every other request against what HTTP allows and where it may go. */
function portFor(text: string): HttpPort {
  return {
    adapter: "checking",
    request: async (request) => {
      if (request.url === `${HOME}/openapi`)
        return { status: 200, headers: {}, body: new TextEncoder().encode(text), truncated: false };
      // A document may refer to others; this one asks for no trust in them.
      if (!request.url.startsWith(`${HOME}/`) && request.trusted !== true)
        throw new McsError("network", "Nobody is there.");
      checkRequest(request);
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: new TextEncoder().encode("{}"),
        truncated: false,
      };
    },
    close: () => Promise.resolve(),
  };
}

function checkRequest({ method, url, headers = {} }: HttpRequest): void {
  const wrong =
    (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method) && `the method ${method}`) ||
    (!/^http:\/\/127\.0\.0\.1:9\/[!-~]*$/.test(url) && `the URL ${url}`) ||
    (new URL(url).origin !== HOME && `the origin of ${url}`);
  if (wrong !== false) throw new Error(`${wrong} is not well-formed`);
  for (const [name, stated] of Object.entries(headers)) {
    for (const one of [stated].flat()) {
      if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(String(one)))
        throw new Error(`the header ${JSON.stringify([name, one])} is not well-formed`);
    }
  }
}

/** Enough of YAML for the document above: block style, with quoted texts. */
function yamlOf(node: unknown, indent: string): string {
  if (Array.isArray(node) && node.length > 0)
    return node.map((item) => `\n${indent}- ${yamlOf(item, `${indent}  `).replace(/^\n\s+/, "")}`).join("");
  if (typeof node !== "object" || node === null || Object.keys(node).length === 0)
    return JSON.stringify(node);
  return Object.entries(node)
    .map(([key, item]) => `\n${indent}${JSON.stringify(key)}: ${yamlOf(item, `${indent}  `)}`)
    .join("");
}
