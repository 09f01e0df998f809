import { ConfigurationError } from "@mcs/core";
import type { Diagnostics } from "../diagnostics.ts";
import { isObject } from "../document/json.ts";
import { edit, IncompatibleError, kindOf, merge, REMOVED, valueAt } from "./edit.ts";
import { type Finder, type Location, loadFinder } from "./json-path.ts";

/** A document of the OpenAPI Overlay Specification, 1.0 or 1.1, as data. */
export interface OverlayDocument {
  /** The version of the Overlay Specification. */
  readonly overlay: string;
  /** For people. */
  readonly info?: { readonly title: string; readonly version: string };
  /** For people: an overlay is applied to the document that the driver was given. */
  readonly extends?: string;
  /** Changes, each made to what the one before left. */
  readonly actions?: readonly OverlayAction[];
  readonly [extension: `x-${string}`]: unknown;
}

/** One change: `update`, `copy` or `remove`. */
export interface OverlayAction {
  /** A JSONPath (RFC 9535) for the values that are changed. */
  readonly target: string;
  /** For people. */
  readonly description?: string;
  /** Merged into objects, appended to lists, put in place of plain values. */
  readonly update?: unknown;
  /** A JSONPath for the one value that is merged like an update. */
  readonly copy?: string;
  /** Removes the values. @defaultValue false */
  readonly remove?: boolean;
  readonly [extension: `x-${string}`]: unknown;
}

/** An overlay that was read and checked. */
export interface Overlay {
  readonly document: OverlayDocument;
  /** Where it stands, as the beginning of a diagnostic's pointer. */
  readonly where: string;
}

/** @throws ConfigurationError for what is no overlay, or one of a version that is not known. */
export function checkOverlay(value: unknown, where: string): Overlay {
  const fail = (message: string, remedy: string): ConfigurationError =>
    new ConfigurationError(`${where.replace(/#$/, "")} is no overlay: ${message}.`, { remedy });
  if (!isObject(value) || (typeof value.overlay !== "string" && typeof value.overlay !== "number")) {
    throw fail("it has no version", 'It should be an object with "overlay: 1.1.0" at its top.');
  }
  // YAML reads an unquoted 1.0 as a number.
  const version = typeof value.overlay === "number" ? value.overlay.toFixed(1) : value.overlay;
  if (!/^1\.[01](?:\.|$)/.test(version)) {
    throw fail(`its version ${JSON.stringify(value.overlay)} is not known`, "1.0 and 1.1 are.");
  }
  const { actions = [] } = value;
  if (!Array.isArray(actions)) throw fail("its actions are no list", ACTION_REMEDY);
  for (const [index, action] of actions.entries()) {
    const flaw = flawOf(action);
    if (flaw !== undefined) throw fail(`/actions/${index} ${flaw}`, ACTION_REMEDY);
  }
  return { document: value as unknown as OverlayDocument, where };
}

const ACTION_REMEDY = "Each action has a target and one of update, copy and remove.";

function flawOf(action: unknown): string | undefined {
  if (!isObject(action)) return "is no object";
  if (typeof action.target !== "string") return "has no target";
  if (action.remove !== undefined && typeof action.remove !== "boolean")
    return "has a remove that is neither true nor false";
  if (action.copy !== undefined && typeof action.copy !== "string") return "has a copy that is no JSONPath";
  if (action.copy !== undefined && action.update !== undefined) return "has both update and copy";
  return undefined;
}

/**
 * The document with all actions applied; the given one is not changed. An action that finds nothing to change
 * is reported.
 *
 * @throws ConfigurationError for an action that cannot be carried out: a JSONPath that is none, values that
 * cannot be merged.
 */
export async function applyOverlays(
  root: unknown,
  overlays: readonly Overlay[],
  diagnostics: Diagnostics,
): Promise<unknown> {
  if (!overlays.some(({ document }) => (document.actions ?? []).length > 0)) return root;
  const find = await loadFinder();
  let current = root;
  for (const { document, where } of overlays) {
    for (const [index, action] of (document.actions ?? []).entries()) {
      const pointer = `${where}/actions/${index}`;
      try {
        current = applyAction(current, action, find, (message) =>
          diagnostics.add("warning", "unmatched_action", pointer, message),
        );
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        const text = cause instanceof IncompatibleError ? `${action.target}: ${reason}.` : reason;
        throw new ConfigurationError(`The overlay's action ${pointer} cannot be carried out: ${text}`, {
          cause,
        });
      }
    }
  }
  return current;
}

function applyAction(
  root: unknown,
  action: OverlayAction,
  find: Finder,
  report: (message: string) => void,
): unknown {
  const locations = find(action.target, root);
  if (locations.length === 0) {
    report(`${action.target} fits nothing in the document, so nothing was changed.`);
    return root;
  }
  if (action.remove === true) {
    if (locations.some(({ length }) => length === 0))
      throw new Error("The whole document cannot be removed.");
    return edit(root, locations, () => REMOVED);
  }
  const source = action.copy === undefined ? undefined : copied(action.copy, root, find, report);
  const value = source === undefined ? action.update : valueAt(root, source);
  if (value === undefined) return root;
  checkKinds(root, locations);
  return edit(root, locations, (target) => merge(target, toAppend(target, value)));
}

/** A list takes whatever it is given: the items of a list, or anything else as one item. */
function toAppend(target: unknown, value: unknown): unknown {
  return Array.isArray(target) && !Array.isArray(value) ? [value] : value;
}

function copied(
  query: string,
  root: unknown,
  find: Finder,
  report: (message: string) => void,
): Location | undefined {
  const sources = find(query, root);
  if (sources.length > 1)
    throw new Error(`${query} has to select one value to copy, and it selects ${sources.length}.`);
  if (sources.length === 0) report(`${query} fits nothing in the document, so nothing was copied.`);
  return sources[0];
}

/** The specification wants all targets of one kind, so that one update can fit them all. */
function checkKinds(root: unknown, locations: readonly Location[]): void {
  const kinds = new Set(locations.map((location) => kindOf(valueAt(root, location))));
  if (kinds.size > 1)
    throw new Error("Its target selects values of several kinds: objects, lists or plain ones.");
}
