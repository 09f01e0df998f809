import { ConfigurationError } from "@mcs/core";
import { asString, isObject } from "../document/json.ts";
import type { Fetched } from "../document/load.ts";
import { parseText } from "../document/parse.ts";
import { isHttp, withoutQuery } from "../document/urls.ts";
import { checkSelection } from "./filters.ts";
import { checkOverlay, type Overlay } from "./overlay.ts";
import {
  OPTIONS,
  type OverlaySource,
  plainToolset,
  type Toolset,
  type ToolsetOptions,
  type ToolsetSelection,
} from "./toolset.ts";

const EXTENSION = "x-mcs-toolset";

/**
 * Reads the overlays and the toolset that the options name.
 *
 * @param read what the operator named by URL or path
 * @throws DocumentError for what cannot be read; ConfigurationError for what is no overlay.
 */
export async function readToolset(
  options: ToolsetOptions,
  read: (place: string) => Promise<Fetched>,
): Promise<Toolset> {
  const { overlay, toolset } = options;
  const given: readonly OverlaySource[] = overlay === undefined ? [] : isList(overlay) ? overlay : [overlay];
  const overlays = await Promise.all(
    given.map((source, index) => {
      const place = isList(overlay) ? `overlay/${index}` : "overlay";
      return readOverlay(source, `${OPTIONS}/${place}`, read);
    }),
  );
  const plain = {
    ...plainToolset(options),
    isLocal: ![...given, toolset].some((source) => typeof source === "string" && isHttp(source)),
  };
  if (toolset === undefined) return { ...plain, overlays };
  const last = await readOverlay(toolset, `${OPTIONS}/toolset`, read);
  const { serverUrl, ...selection } = selectionOf(last);
  return {
    ...plain,
    overlays: [...overlays, last],
    selections: [...plain.selections, { ...selection, where: `${last.where}/${EXTENSION}` }],
    serverUrl,
  };
}

function isList(overlay: ToolsetOptions["overlay"]): overlay is readonly OverlaySource[] {
  return Array.isArray(overlay);
}

async function readOverlay(
  source: OverlaySource,
  place: string,
  read: (place: string) => Promise<Fetched>,
): Promise<Overlay> {
  if (typeof source !== "string") return checkOverlay(source, place);
  const shown = isHttp(source) ? withoutQuery(source) : source;
  const { text } = await read(source);
  return checkOverlay(await parseText(text, shown), `${shown}#`);
}

function selectionOf({ document, where }: Overlay): ToolsetSelection {
  const stated: unknown = document[EXTENSION];
  if (stated === undefined) return {};
  const place = `${where}/${EXTENSION}`;
  if (!isObject(stated)) throw new ConfigurationError(`${place} is no object.`);
  const unknown = Object.keys(stated).filter((key) => !["include", "exclude", "serverUrl"].includes(key));
  if (unknown.length > 0) {
    throw new ConfigurationError(`${place} holds ${unknown.join(", ")}, which is not known.`, {
      remedy: "It may hold include, exclude and serverUrl.",
    });
  }
  const { include, exclude } = checkSelection(stated.include, stated.exclude, `${place}/`);
  const serverUrl = asString(stated.serverUrl);
  if (serverUrl === undefined && stated.serverUrl !== undefined) {
    throw new ConfigurationError(`${place}/serverUrl is no string.`);
  }
  return {
    ...(include === undefined ? {} : { include }),
    ...(exclude === undefined ? {} : { exclude }),
    ...(serverUrl === undefined ? {} : { serverUrl }),
  };
}
