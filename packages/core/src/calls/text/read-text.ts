import type { ReadItem } from "../reading.ts";
import type { ToolIndex } from "../tool-index.ts";
import { TextScanner } from "./scanner.ts";

/** What a text holds: calls in order, and the text around them. */
export interface TextReading {
  readonly items: readonly ReadItem[];
  readonly text: string;
}

/** Reads the calls in a model's text, whatever format its family was trained on. */
export function readText(text: string, tools: ToolIndex, unfinished = false): TextReading {
  const scanner = new TextScanner(tools);
  if (unfinished) scanner.push(text);
  else scanner.end(text);
  return readingOf(scanner);
}

/** What a scanner has found. */
export function readingOf(scanner: TextScanner): TextReading {
  const { items, text } = scanner;
  return { items, text: items.length === 0 ? text : text.trim() };
}
