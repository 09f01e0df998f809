import { Script } from "node:vm";
import { ConfigurationError } from "@mcs/core";

/** The keys and indices that lead to a value from the top of the document. */
export type Location = ReadonlyArray<string | number>;

/** Where the values are that a query selects, in document order. */
export type Finder = (query: string, root: unknown) => readonly Location[];

const LONGEST_MS = 10_000;
const MOST_RESULTS = 100_000;
const DEEPEST = 500;

/** Loads the implementation of RFC 9535. */
export async function loadFinder(longestMs: number = LONGEST_MS): Promise<Finder> {
  const { JSONPathEnvironment } = await import("json-p3");
  const environment = new JSONPathEnvironment({ maxRecursionDepth: DEEPEST });
  return (query, root) => {
    try {
      return withinTime(longestMs, () => {
        const found: Location[] = [];
        for (const { location } of environment.lazyQuery(query, root as never)) {
          found.push(location);
          if (found.length > MOST_RESULTS)
            throw new RangeError(`it selects more than ${MOST_RESULTS} values`);
        }
        return found;
      });
    } catch (cause) {
      const { code, message } = cause as { code?: string; message?: string };
      const late = code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
      const reason = late ? `it takes more than ${longestMs / 1000} seconds` : String(message ?? cause);
      throw new ConfigurationError(`The JSONPath ${JSON.stringify(query)} cannot be used: ${reason}.`, {
        cause,
      });
    }
  };
}

/**
 * Ends what runs too long. A pattern in `match()` can backtrack without end, and a document whose YAML aliases
 * multiply is a tree that nobody could walk; only the engine itself can stop either of them.
 */
function withinTime<T>(timeout: number, run: () => T): T {
  return new Script("run()").runInNewContext({ run }, { timeout }) as T;
}
