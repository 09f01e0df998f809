import { checkSelection, type OperationFilter, type Selection } from "./filters.ts";
import type { Overlay, OverlayDocument } from "./overlay.ts";

/** Where an overlay is: an `http(s):` URL, a path, or the overlay itself. */
export type OverlaySource = string | OverlayDocument;

/**
 * An overlay that also says which operations are listed, under `x-mcs-toolset`: one file that holds all that
 * was decided about an API, to be read, reviewed and shared.
 */
export interface ToolsetDocument extends OverlayDocument {
  /** @defaultValue everything is offered, at the server that the document names */
  readonly "x-mcs-toolset"?: ToolsetSelection;
}

/** What a toolset offers, and where its API is. */
export interface ToolsetSelection {
  /** As the option of this name. Names and ids are those that the overlay's actions leave. */
  readonly include?: readonly OperationFilter[];
  /** As the option of this name. */
  readonly exclude?: readonly OperationFilter[];
  /** The base URL of the API, where the options name none. */
  readonly serverUrl?: string;
}

/** What the operator says about the tools of a document, as options. */
export interface ToolsetOptions {
  readonly include?: readonly OperationFilter[];
  readonly exclude?: readonly OperationFilter[];
  readonly overlay?: OverlaySource | readonly OverlaySource[];
  readonly toolset?: string | ToolsetDocument;
}

/** The same, read and checked. */
export interface Toolset {
  /** In the order in which they are applied. */
  readonly overlays: readonly Overlay[];
  readonly selections: readonly Selection[];
  readonly serverUrl: string | undefined;
  /**
   * All of it came from the operator's own hands. What was read from the network is its author's word: it may
   * have changed since somebody looked at it, so the servers that it names get no credentials.
   */
  readonly isLocal: boolean;
}

/** How diagnostics point into the options. */
export const OPTIONS = "options#";

/**
 * The toolset of the options' own filters, which takes no reading.
 *
 * @throws ConfigurationError for filters of another shape.
 */
export function plainToolset(options: ToolsetOptions): Toolset {
  const { include, exclude } = checkSelection(options.include, options.exclude, "");
  const selections =
    include === undefined && exclude === undefined ? [] : [{ include, exclude, where: OPTIONS }];
  return { overlays: [], selections, serverUrl: undefined, isLocal: true };
}
