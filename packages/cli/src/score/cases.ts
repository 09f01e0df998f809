import type { LlmResponse } from "@mcs/core";
import { parseJson, readNamedFile } from "../arguments/sources.ts";
import { UsageError } from "../errors.ts";

/** A tool as a case states it: its parameters as one JSON Schema of an object, or as a driver lists them. */
export interface CaseTool {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export interface ExpectedCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What a model said, and the calls that it meant. */
export interface Case {
  readonly id: string;
  /** The case's kind, or its family where it has none. */
  readonly group: string;
  readonly input: LlmResponse;
  readonly tools: readonly CaseTool[];
  readonly expected: readonly ExpectedCall[];
}

/** @throws UsageError that names the line that is no case. */
export async function loadCases(path: string): Promise<readonly Case[]> {
  const text = (await readNamedFile(path, "mcs score")).toString("utf8");
  const cases = text.split("\n").flatMap((line, index) => {
    return line.trim() === "" ? [] : [toCase(parseJson(line, `line ${index + 1}`), index + 1)];
  });
  if (cases.length === 0) throw new UsageError(`${path} holds no cases.`);
  return cases;
}

function toCase(value: unknown, line: number): Case {
  if (!isRecord(value)) throw wrong(line, "it should be an object");
  const { id = `line ${line}`, kind, family, input, tools = [], expected } = value;
  const isPayload = typeof input === "string" || isRecord(input) || Array.isArray(input);
  if (!isPayload) throw wrong(line, "input should be a text or a provider's payload");
  if (!isListOf(tools, (tool): tool is CaseTool => isRecord(tool) && typeof tool.name === "string")) {
    throw wrong(line, "tools should be a list of { name, parameters }");
  }
  if (!isListOf(expected, isCall)) {
    throw wrong(line, "expected should be a list of { name, arguments }, empty where nothing is called");
  }
  return {
    id: String(id),
    group: String(kind ?? family ?? "all"),
    input: input as LlmResponse,
    tools,
    expected,
  };
}

function isCall(value: unknown): value is ExpectedCall {
  return isRecord(value) && typeof value.name === "string" && isRecord(value.arguments);
}

function isListOf<T>(value: unknown, is: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every(is);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrong(line: number, problem: string): UsageError {
  return new UsageError(`Line ${line} is no case: ${problem}.`);
}
