/** Why a request that the judge objects to, or cannot be made, is no fault of the driver's. */
interface Exception {
  /** The beginning of the document's name; empty for all. */
  readonly file: string;
  /** Matches the objection. */
  readonly objection: RegExp;
  readonly reason: string;
}

/** Each line was looked into. What matches none of them fails the suite. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    file: "Redocly__lint-oas3.2",
    objection: /^test \S+: refused .* answered 400/,
    reason: "a method of the document's own, which Node's server does not read",
  },
  {
    file: "readmeio__3.0-json-discriminators",
    objection: /must match exactly one schema in oneOf \{"passingSchemas":\[0,1/,
    reason: "alternatives that swallow one another, of which a request may be any",
  },
  {
    file: "cloudflare__",
    objection: /(?:devices\/posture|magic\/sites|bot_management|\/rules)\S*: \/requestBody/,
    reason: "alternatives that swallow one another, of which a request may be any",
  },
  {
    file: "typesense__",
    objection: /\/requestBody\/value must match exactly one schema in oneOf \{"passingSchemas":\[0,1/,
    reason: "alternatives that swallow one another, of which a request may be any",
  },
  {
    file: "",
    objection: /^\S+ \S+: \/path\/\S+ must match exactly one schema in oneOf/,
    reason: "the judge coerces a path's text, so a number is a text and a number at once",
  },
  {
    file: "Adyen__json-ManagementService",
    objection: /paymentInstrument must be equal to one of the allowed values/,
    reason: "`nullable` beside an enum without null: the judge takes the enum alone",
  },
  {
    file: "box__",
    objection: /\/query\/mdfilters\/0 must be object/,
    reason: "the judge does not read JSON inside of an array in the query",
  },
  {
    file: "meilisearch__",
    objection: /must have required property '(?:uidOrKey|taskUid)'/,
    reason: "a path parameter whose name is not in the path",
  },
  {
    file: "Mermade__3.0-fail-missingPathParam",
    objection: /must have required property 'test'/,
    reason: "a path parameter whose name is not in the path",
  },
  {
    file: "oxidecomputer__openapi-nexus",
    objection: /\/ranges\/(?:add|remove): \/requestBody must match exactly one schema/,
    reason: "alternatives that only the formats ipv4 and ipv6 tell apart, which the judge does not know",
  },
  {
    file: "svix__",
    objection: /status_code_class must be integer/,
    reason: "ajv does not coerce inside of an alternative",
  },
  {
    file: "cloudflare__",
    objection: /rate_limits\/\{id\}: \/requestBody must have required property 'id'/,
    reason: "a read-only property, which is required deeper than the judge's document was cleaned",
  },
  {
    file: "",
    objection:
      /subscription_schedules\/\{schedule\}: \/requestBody\/phases\/\d must have required property 'items'/,
    reason: "a list of empty objects, for which a form has no spelling",
  },
  {
    file: "",
    objection: /\/v1\/invoices\/upcoming: \/query\/customer_details\/shipping/,
    reason: "the judge's parser stops at the fifth level of brackets",
  },
  {
    file: "box__",
    objection: /^\S+ \S+#\S+: /,
    reason: "the judge does not know that a fragment in a path is not sent",
  },
];

/** Operations whose schema no value matches: alternatives that exclude each other, or never do. */
export const UNSATISFIABLE: Readonly<Record<string, RegExp>> = {
  "cloudflare__openapi.historical.json": /./,
  "readmeio__3.0-json-schema-types.json": /quirks\/polymorphism/,
};
