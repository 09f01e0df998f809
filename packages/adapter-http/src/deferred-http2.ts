import Module, { createRequire } from "node:module";

const HTTP2 = "undici/lib/dispatcher/client-h2.js";

/**
 * Has undici load its HTTP/2 with the first connection that speaks it. This adapter offers none, and what Node
 * itself loads for it takes a seventh of the time from a process's start to its first response. Whoever else uses the
 * same copy of undici gets the real thing, at that connection instead of at the start.
 *
 * @throws where undici keeps it elsewhere
 */
export function deferHttp2(): void {
  const require = createRequire(import.meta.url);
  const path = require.resolve(HTTP2);
  if (require.cache[path] !== undefined) return;
  const deferred = new Module(path);
  deferred.loaded = true;
  deferred.exports = (...args: unknown[]): unknown => {
    if (require.cache[path] === deferred) delete require.cache[path];
    const connect = require(path) as (...args: unknown[]) => unknown;
    return connect(...args);
  };
  require.cache[path] = deferred;
}
