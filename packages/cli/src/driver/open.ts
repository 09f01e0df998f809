import { fileURLToPath } from "node:url";
import { McsError, type Tool } from "@mcs/core";
import type { RestDriverOptions } from "@mcs/driver-rest-openapi";
import { type Invocation, optionValue } from "../command-line/parse.ts";
import { DocumentLoadError, UsageError } from "../errors.ts";
import type { CliDriver, DriverFactory, Io } from "../io.ts";
import type { Terminal } from "../terminal.ts";
import { credentialOptions } from "./credentials.ts";
import { selectionOptions } from "./filters.ts";
import { withProgress } from "./progress.ts";

/** A driver whose document is loaded. */
export interface OpenDriver {
  readonly driver: CliDriver;
  readonly tools: readonly Tool[];
}

/**
 * Makes the driver, loads the document, hands both to `work`, and closes the driver afterwards.
 *
 * @throws DocumentLoadError
 */
export async function withDriver<T>(
  invocation: Invocation,
  io: Io,
  terminal: Terminal,
  work: (open: OpenDriver) => Promise<T>,
): Promise<T> {
  const [source = ""] = invocation.words;
  const create = io.createDriver ?? createRestDriver;
  const driver = await create(await driverOptions(invocation, io));
  try {
    const tools = await withProgress(`Loading ${source}`, terminal, () => load(driver, source));
    return await work({ driver, tools });
  } finally {
    await driver.close();
  }
}

/** The driver's package is loaded here and no earlier, so that `mcs --help` does not wait for it. */
const createRestDriver: DriverFactory = async (options) => {
  const { RestDriver } = await import("@mcs/driver-rest-openapi");
  return new RestDriver(options);
};

async function driverOptions(invocation: Invocation, io: Io): Promise<RestDriverOptions> {
  const [source = ""] = invocation.words;
  const serverUrl = optionValue(invocation, "server-url");
  const timeoutMs = milliseconds(optionValue(invocation, "timeout"));
  return {
    ...documentSource(source),
    ...(serverUrl === undefined ? {} : { serverUrl }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...selectionOptions(invocation),
    ...(await credentialOptions(invocation, io.env)),
  };
}

function documentSource(source: string): { readonly url: string } | { readonly file: string } {
  if (/^https?:\/\//i.test(source)) return { url: source };
  if (/^file:\/\//i.test(source)) return { file: fileURLToPath(source) };
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(source)) {
    throw new UsageError(`${source} is neither an http(s) URL nor a file.`);
  }
  return { file: source };
}

function milliseconds(seconds: string | undefined): number | undefined {
  if (seconds === undefined) return undefined;
  const value = Number(seconds) * 1000;
  if (seconds.trim() !== "" && value > 0 && Number.isFinite(value)) return Math.ceil(value);
  throw new UsageError(`--timeout takes seconds, such as 30 or 0.5, not "${seconds}".`);
}

/** What fails here fails because of the document, whatever the driver calls it, a missing credential aside. */
async function load(driver: CliDriver, source: string): Promise<readonly Tool[]> {
  try {
    return await driver.listTools();
  } catch (error) {
    const mcs = McsError.is(error) ? error : undefined;
    if (mcs?.code === "missing_credential" || mcs?.code === "aborted") throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new DocumentLoadError(mcs === undefined ? `${source} could not be loaded: ${message}` : message, {
      cause: error,
    });
  }
}
