import { isInstalled } from "../engine/installed.ts";

export type ChartFormat = "spec" | "svg" | "png";

/** What can be made of a specification with the packages that are installed. The best comes last. */
export function chartFormats(): ChartFormat[] {
  if (!isInstalled("vega") || !isInstalled("vega-lite")) return ["spec"];
  return isInstalled("@resvg/resvg-js") ? ["spec", "svg", "png"] : ["spec", "svg"];
}

/** Pixels of a PNG for each of the drawing's. */
const ZOOM = 2;

/** A specification of ours as a drawing. Nothing is fetched for it. */
export async function toSvg(spec: Readonly<Record<string, unknown>>): Promise<string> {
  const [{ parse, View }, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const compiled = compile(spec as unknown as Parameters<typeof compile>[0]).spec;
  const view = new View(parse(compiled), { renderer: "none", loader: NO_LOADER, logLevel: 0 });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** @param fontFiles used beside the system's fonts */
export async function toPng(
  svg: string,
  fontFiles: readonly string[],
): Promise<{ readonly png: Uint8Array; readonly hasText: boolean }> {
  const { Resvg } = await import("@resvg/resvg-js");
  const font = { loadSystemFonts: true, fontFiles: [...fontFiles], sansSerifFamily: SANS_SERIF };
  // Without any font the drawing would silently have no words.
  const hasText = new Resvg(LETTER, { font }).getBBox() !== undefined;
  const png = new Resvg(svg, { font, fitTo: { mode: "zoom", value: ZOOM } }).render().asPng();
  return { png, hasText };
}

/** What the system most likely has. Where it has another one only, that is taken. */
const SANS_SERIF = process.platform === "linux" ? "DejaVu Sans" : "Arial";

const LETTER =
  '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><text y="9" font-family="sans-serif">x</text></svg>';

function refuse(): Promise<never> {
  return Promise.reject(new Error("A chart loads nothing."));
}

const NO_LOADER = { options: {}, load: refuse, sanitize: refuse, http: refuse, file: refuse };
