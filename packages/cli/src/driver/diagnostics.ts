import type { Diagnostic } from "@mcs/driver-rest-openapi";
import type { Invocation } from "../command-line/parse.ts";
import type { CliDriver } from "../io.ts";
import { type Channel, printable, type Terminal } from "../terminal.ts";

const SEVERITIES = ["error", "warning", "info"] as const;
const NOUNS = { error: "error", warning: "warning", info: "note" } as const;

/**
 * What is wrong with the document: a line on stderr, or with `--diagnostics` all of it. To know it, the driver
 * reads every schema; a command that needs one tool only reports when it is asked to.
 */
export async function reportDiagnostics(
  driver: CliDriver,
  { given }: Invocation,
  terminal: Terminal,
): Promise<void> {
  const all = given.has("diagnostics");
  if (terminal.quiet && !all) return;
  const diagnostics = await driver.diagnostics();
  const { err } = terminal;
  if (all) {
    for (const severity of SEVERITIES) {
      for (const item of diagnostics.filter((one) => one.severity === severity)) {
        await err.line(diagnosticLine(item, err));
      }
    }
    await err.line(diagnostics.length === 0 ? "The document has no problems." : `${count(diagnostics)}.`);
  } else if (diagnostics.some(({ severity }) => severity !== "info")) {
    const serious = diagnostics.filter(({ severity }) => severity !== "info");
    const them = serious.length === 1 ? "it" : "them";
    await err.line(err.color.dim(`The document has ${count(serious)}; --diagnostics shows ${them}.`));
  }
}

function diagnosticLine({ severity, pointer, message, code }: Diagnostic, { color }: Channel): string {
  const paint = { error: color.red, warning: color.yellow, info: color.cyan }[severity];
  const label = paint(NOUNS[severity].padEnd("warning".length));
  return `${label}  ${printable(pointer)}  ${printable(message)} ${color.dim(`(${code})`)}`;
}

function count(diagnostics: readonly Diagnostic[]): string {
  const parts = SEVERITIES.flatMap((severity) => {
    const n = diagnostics.filter((item) => item.severity === severity).length;
    return n === 0 ? [] : [`${n} ${NOUNS[severity]}${n === 1 ? "" : "s"}`];
  });
  return parts.length < 3 ? parts.join(" and ") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
