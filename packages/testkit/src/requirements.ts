/** One rule of the contract, in words. */
export interface Requirement<Id extends string = string> {
  /** Stable: tests cite it. */
  readonly id: Id;
  /** A driver breaks the contract when it breaks a `must`; a `should` has good reasons behind it. */
  readonly level: "must" | "should";
  /** The rule in one sentence. */
  readonly statement: string;
}

const must = <const Id extends string>(id: Id, statement: string): Requirement<Id> => ({
  id,
  level: "must",
  statement,
});
const should = <const Id extends string>(id: Id, statement: string): Requirement<Id> => ({
  id,
  level: "should",
  statement,
});

/**
 * The driver contract, version 0.6, and what this SDK adds to it, as data. Every rule is cited by a case
 * of the contract suite or by the title of a test, as `[id]`.
 */
export const requirements = [
  // Who a driver is.
  must("meta.id-is-uuid", "meta.id is a UUID."),
  must("meta.id-names-the-driver", "Two instances of one driver have the same meta.id."),
  must("meta.name-not-empty", "meta.name is a name for people, not empty."),
  must("meta.version-is-semantic", "meta.version follows Semantic Versioning."),
  must("meta.version-of-package", "meta.version is the version of the package that holds the driver."),
  must("meta.bindings-complete", "Each binding says its capability, its adapter and its specFormat."),
  must("meta.no-models-for-tool-drivers", "meta.targetLlms of a driver that is only a ToolDriver is null."),
  must("meta.models-for-drivers", 'meta.targetLlms of an MCSDriver lists models, or "*" for all.'),
  must("meta.capabilities-are-flags", "meta.capabilities lists flags, none of them empty or twice."),
  must("meta.stable", "Using a driver does not change its meta."),

  // What can be called.
  must("tool.name-pattern", "A tool's name matches ^[A-Za-z0-9_-]{1,64}$."),
  should("tool.name-accepted-everywhere", "A tool's name starts with a letter or _, as some providers ask."),
  must("tool.names-unique", "No two tools of a driver have one name."),
  must("tool.title-or-description", "A tool has a title or a description that is not empty."),
  must("tool.description-from-title", "Where only a title was given, the description is filled from it."),
  must("tool.parameters-listed", "A tool's parameters are a list, each with a name, no two with the same."),
  must("tool.parameters-described", "A parameter's description is a text, which may be empty."),
  must("tool.parameters-optional-by-default", "A parameter that does not say that it is required is not."),
  must("tool.schema-self-contained", "Every $ref in a parameter's schema leads to a place in that schema."),
  must("tool.schemas-join", "The parameters of a tool join into one object schema without losing any $defs."),
  must("tool.annotations-are-booleans", "Annotations are true, false or absent."),
  must("tool.annotations-consistent", "A tool that only reads does not destroy."),
  must("tool.plain-data", "Tool definitions are plain data: they survive JSON."),
  must("tool.list-stable", "Listing the tools again says the same."),

  // Executing.
  must("execute.accepts-what-schema-accepts", "Arguments with which a tool can be called fit its schema."),
  must("execute.resolves-with-result", "A call that succeeds resolves with its raw result."),
  should("execute.result-fits-output-schema", "The result of a tool with an outputSchema fits it."),
  must("execute.failure-rejects", "A call that fails rejects: an error is never a result."),
  must("execute.rejects-with-mcs-error", "What executeTool rejects with is an McsError with a code."),
  must("execute.unknown-tool", 'A tool that does not exist is refused with code "tool_not_found".'),
  must("execute.missing-argument", 'A missing argument is refused with code "invalid_arguments".'),
  must("execute.mistyped-argument", 'An argument of a wrong type is refused with code "invalid_arguments".'),
  must(
    "execute.unknown-argument",
    'An argument that is not listed is refused with code "invalid_arguments".',
  ),
  must("execute.arguments-are-object", 'Arguments that are no object are refused with "invalid_arguments".'),
  must("execute.invalid-not-executed", "Nothing is executed when the arguments do not fit."),
  must("execute.arguments-untouched", "A call does not write into the arguments that it is given."),
  should("execute.refusal-names-argument", "A refusal names the argument that is wrong."),

  // What a model is told.
  must("prompt.description-complete", "getFunctionDescription names every tool and every parameter."),
  must("prompt.system-message-complete", "getDriverSystemMessage names every tool and every parameter."),
  must("prompt.any-model", "Prompts are written for every model name, and without one."),
  must("prompt.asks-for-what-it-reads", "A call in the form that the prompt shows is read and executed."),

  // The outcome of an answer.
  must("response.fields-follow-flags", "The two flags of a response decide what its other fields hold."),
  must("response.narrows", "The type of a response narrows on its flags."),
  must("response.empty-for-plain-answer", "An answer without a call gives an empty response."),
  must(
    "response.empty-for-foreign-tool",
    "A call of a tool that is not the driver's gives an empty response.",
  ),
  must("response.executes-own-call", "A call of the driver's own tool is executed."),
  must("response.raw-result", "toolCallResult is the raw result of the one call."),
  must("response.result-only-when-executed", "toolCallResult is null unless callExecuted is true."),
  must("response.messages-hold-turn", "The messages begin with the model's own turn, whole."),
  must("response.messages-hold-result", "The messages tell the model the result."),
  must(
    "response.failure-explained",
    "A failed call gives callDetail for people and retryPrompt for the model.",
  ),
  must("response.messages-hold-retry", "The messages of a failed call already hold the retry prompt."),
  must("response.broken-call-noticed", "A call that is meant but cannot be read is not taken for an answer."),
  must(
    "response.never-rejects",
    "processLlmResponse never rejects for what a model wrote or a backend said.",
  ),
  must("response.streaming-waits", "While an answer streams in, an unfinished call gives an empty response."),

  // Several calls, and calls in a provider's own form.
  must("calls.outcomes-in-order", "calls, where given, holds the outcome of each call in its order."),
  must("calls.results-as-array", "toolCallResult of several calls is an array with an entry for each."),
  must("calls.mixed-sets-both-flags", "When some calls ran and some failed, both flags are true."),
  must(
    "calls.every-native-id-answered",
    "When one call is ours, each native call id is answered exactly once.",
  ),
  must(
    "calls.unknown-answered-with-error",
    "Beside a call of ours, an unknown tool is answered with an error.",
  ),
  should("calls.reads-side-by-side", "Calls that only read may run side by side."),
  must("calls.writes-in-order", "A call that may change something waits for those before it."),
  must("native.executes-own-call", "A call in a provider's payload is executed."),
  must("native.answers-in-kind", "A payload's calls are answered in messages of the same provider's form."),
  must("native.turn-before-answers", "The provider's own turn, with its calls, stands before the answers."),
  must(
    "native.broken-arguments-fail",
    "Native arguments that cannot be read fail the call; they are never {}.",
  ),

  // Optional contracts.
  must("capability.flags-resolve", "Every known flag in meta leads to a layer that has its methods."),
  must(
    "capability.transparent-wrappers",
    "A decorator passes flags through, adds its own, and is searched inward.",
  ),
  must("capability.healthcheck-status", 'A health check resolves with status "OK", "WARN" or "ERROR".'),
  must(
    "capability.context-without-tools",
    "The system message of a driver context holds no tool descriptions.",
  ),
  must("capability.context-tools-native", "A driver context lists every tool in the provider's own form."),
  must("capability.tcs-sees-beginning", "Tool-call signalling suspects the beginning of a call."),
  must(
    "capability.tcs-sees-complete-call",
    "Tool-call signalling recognises a whole call, and no part of one.",
  ),
  must("capability.tcs-ignores-prose", "Tool-call signalling finds no call in prose."),
  must("consent.handler-sees-call", "The consent handler is shown the tool, the arguments and the time-out."),
  must("consent.allowed-call-runs", "A call that the handler allows is executed."),
  must(
    "consent.denied-call-fails",
    "A call that the handler denies is not executed: it fails, with a detail.",
  ),
  must("consent.only-true-allows", "Only true or { allow: true } allows a call, no other value."),

  // Credentials.
  must("secrets.not-in-tools", "No credential is in the tool list."),
  must("secrets.not-in-prompts", "No credential is in a prompt or a driver context."),
  must("secrets.not-in-results", "No credential is in a result: echoes are redacted."),
  must("secrets.not-in-errors", "No credential is in an error: its message, its stack, its cause."),
  must("secrets.not-in-responses", "No credential is in a response or its messages."),
  must("secrets.not-in-inspection", "No credential is shown by inspecting or serialising the driver."),
  must("secrets.masked", "A secret shows [secret] however it is printed, and is revealed at its use only."),
  must("secrets.read-at-first-use", "A credential from the environment is read at first use, not before."),
  must("secrets.construction-needs-none", "Constructing a driver needs no credential."),
  must("secrets.listing-needs-none", "Listing the tools needs no credential."),
  must("secrets.missing-is-named", 'A missing credential rejects the call with code "missing_credential".'),

  // Many calls at once.
  must("stateless.concurrent-calls", "One instance serves many calls at once, each with its own outcome."),
  must("stateless.prompts-unchanged", "Prompts do not depend on earlier calls."),
  must("stateless.payload-untouched", "Reading an answer does not write into it."),
  must("abort.before-call", 'A call whose signal is already aborted rejects with code "aborted".'),
  must("abort.under-way", 'Aborting a call that is under way rejects it with code "aborted".'),

  // Errors and values that cross packages.
  must("error.recognised-across-copies", "An McsError is recognised also when another copy of core made it."),
  must("error.log-safe", "An error as JSON is its name, code and message; its cause is kept, but not shown."),
  must("media.bytes-stay-out", "Media in JSON is a description; its bytes stay with the program."),
  must("hybrid.validates-for-foreign", "A ToolDriver that does not validate is validated for by its hybrid."),
] as const satisfies readonly Requirement[];

/** The id of a rule in {@link requirements}. */
export type RequirementId = (typeof requirements)[number]["id"];

const statements: ReadonlyMap<string, string> = new Map(
  requirements.map(({ id, statement }) => [id, statement]),
);

/** What a rule says. */
export function statementOf(id: RequirementId): string {
  return statements.get(id) ?? id;
}
