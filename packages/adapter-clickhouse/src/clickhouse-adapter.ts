import { randomUUID } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import { AbortedError, ClosedError, McsError, revealCredential, TimeoutError } from "@mcs/core";
import type { EngineLimits, EngineResult, EngineTable, TableEnginePort } from "@mcs/core/ports";
import { bodyOf } from "./body.ts";
import { ClickHouseError, serverError, unreachable } from "./errors.ts";
import { type ClickHouseAdapterOptions, type Settings, settingsFrom } from "./options.ts";
import { resultOf } from "./values.ts";

/** A connection that stands, and what is known of the server behind it. */
interface Connection {
  readonly client: ClickHouseClient;
  /** The first number of its version. */
  readonly release: number;
}

/** From this release on the server counts the rows and bytes of tables, and notices when a client leaves. */
const COUNTING = 20;

/**
 * The tables of one database of a ClickHouse server, over its HTTP interface. Every query is sent with `readonly=1` and
 * with limits, so that no statement can change anything, read elsewhere or lift them. Construction does no I/O and
 * reads no credential.
 *
 * @throws ConfigurationError from the constructor, for an option that is missing, unknown or cannot be used.
 */
export class ClickHouseAdapter implements TableEnginePort, AsyncDisposable {
  readonly adapter = "clickhouse";
  readonly #settings: Settings;
  readonly #closing = new AbortController();
  /** Requests to end queries, which nobody waits for but `close`. */
  readonly #ending = new Set<Promise<void>>();
  #client: Promise<ClickHouseClient> | undefined;
  #connection: Promise<Connection> | undefined;
  #redact = (text: string): string => text;

  constructor(options: ClickHouseAdapterOptions) {
    this.#settings = settingsFrom(options);
  }

  async tables(limits: EngineLimits = {}): Promise<readonly EngineTable[]> {
    const { release } = await this.#connected(limits.signal);
    const counts = release < COUNTING ? "NULL, NULL" : "total_rows, total_bytes";
    const { rows } = await this.query(
      `SELECT name, ${counts}, sorting_key FROM system.tables WHERE database = currentDatabase() AND name NOT LIKE '.inner%' ORDER BY name`,
      limits,
    );
    return rows.map(([name, count, bytes, order]) => ({
      name: String(name),
      rows: typeof count === "number" ? count : undefined,
      bytes: typeof bytes === "number" ? bytes : undefined,
      order: typeof order === "string" && order !== "" ? order : undefined,
    }));
  }

  async query(sql: string, limits: EngineLimits = {}): Promise<EngineResult> {
    const { client, release } = await this.#connected(limits.signal);
    const { maxMemoryBytes, ...most } = this.#settings;
    const timeoutMs = Math.min(limits.timeoutMs ?? most.timeoutMs, most.timeoutMs);
    const maxRows = Math.min(limits.maxRows ?? most.maxRows, most.maxRows);
    const maxBytes = Math.min(limits.maxBytes ?? most.maxBytes, most.maxBytes);
    const settings = {
      // The server keeps its answer until it is whole: what fails later would else be a success cut short.
      wait_end_of_query: 1,
      max_execution_time: Math.ceil(timeoutMs / 1000),
      max_memory_usage: String(maxMemoryBytes),
      max_result_rows: String(maxRows),
      max_result_bytes: String(maxBytes),
      result_overflow_mode: "throw",
      join_use_nulls: 1,
      output_format_json_quote_denormals: 1,
      ...(release < COUNTING ? {} : { cancel_http_readonly_queries_on_client_close: 1 }),
      // The last, because nothing can be set behind it.
      readonly: "1",
    } as const;
    return this.#read(await this.#send(client, sql, settings, { ...limits, timeoutMs, maxBytes }));
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(new ClosedError("The ClickHouse adapter"));
    await Promise.all(this.#ending);
    await (await this.#client?.catch(() => undefined))?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #connected(signal: AbortSignal | undefined): Promise<Connection> {
    if (this.#closing.signal.aborted) throw new ClosedError("The ClickHouse adapter");
    if (signal?.aborted) throw new AbortedError();
    this.#client ??= this.#open();
    this.#connection ??= this.#look(this.#client);
    try {
      return await this.#connection;
    } catch (error) {
      // A server that is away, or a credential that is missing, may be there the next time.
      this.#connection = undefined;
      this.#client = undefined;
      throw error;
    }
  }

  async #open(): Promise<ClickHouseClient> {
    const { url, database, user, password, connections, timeoutMs } = this.#settings;
    const { createClient, ClickHouseLogLevel } = await import("@clickhouse/client");
    const word = password === undefined ? "" : revealCredential(password);
    if (word !== "") {
      const basic = Buffer.from(`${user}:${word}`).toString("base64");
      this.#redact = (text) => text.replaceAll(word, "[secret]").replaceAll(basic, "[secret]");
    }
    return createClient({
      url,
      database,
      username: user,
      password: word,
      max_open_connections: connections,
      // Longer than the limit of ours, which names itself.
      request_timeout: timeoutMs * 2,
      application: "mcs",
      // Its messages hold statements.
      log: { level: ClickHouseLogLevel.OFF },
    });
  }

  /** Asks whose server this is. A profile that is read-only by itself would take neither our limits nor our word. */
  async #look(opening: Promise<ClickHouseClient>): Promise<Connection> {
    const client = await opening;
    const { timeoutMs, maxBytes } = this.#settings;
    const sql = "SELECT version(), value FROM system.settings WHERE name = 'readonly'";
    const [row] = this.#read(await this.#send(client, sql, {}, { timeoutMs, maxBytes })).rows;
    if (row === undefined || String(row[1]) !== "0") {
      throw new ClickHouseError(
        "engine_refused",
        "The user's profile sets readonly, so it takes no limits.",
        {
          remedy: "Restrict the user by grants in its place: the adapter makes every query read-only.",
        },
      );
    }
    return { client, release: Number.parseInt(String(row[0]), 10) };
  }

  async #send(
    client: ClickHouseClient,
    sql: string,
    settings: Readonly<Record<string, string | number>>,
    { signal, timeoutMs, maxBytes }: EngineLimits & { readonly timeoutMs: number; readonly maxBytes: number },
  ): Promise<string> {
    const id = randomUUID();
    const late = AbortSignal.timeout(timeoutMs);
    const stop = AbortSignal.any([late, this.#closing.signal, ...(signal === undefined ? [] : [signal])]);
    try {
      const { stream } = await client.exec({
        query: `${sql}\nFORMAT JSONCompact`,
        clickhouse_settings: settings,
        abort_signal: stop,
        query_id: id,
      });
      return await bodyOf(stream, maxBytes, stop);
    } catch (error) {
      if (stop.aborted) this.#end(client, id);
      if (signal?.aborted) throw new AbortedError();
      if (this.#closing.signal.aborted) throw new ClosedError("The ClickHouse adapter");
      if (late.aborted) throw new TimeoutError(`The query took longer than ${timeoutMs} ms.`);
      if (McsError.is(error)) throw error;
      throw this.#explained(error);
    }
  }

  /** What is between the server and us may cut an answer short, or answer itself. */
  #read(body: string): EngineResult {
    const result = resultOf(body);
    if (result !== undefined) return result;
    const [, number = "", said = ""] = /Code: (\d+)\. (DB::Exception: .*)/s.exec(body) ?? [];
    if (number !== "") throw serverError(number, said, this.#redact);
    throw new ClickHouseError(
      "engine_unreachable",
      `What ${this.#settings.url} answers is no result of ClickHouse.`,
      {
        remedy: "Check the option url, and what is between it and this machine.",
      },
    );
  }

  #explained(error: unknown): McsError {
    const { message = "", code } = error as { readonly message?: string; readonly code?: unknown };
    const [, old] = /^Code: (\d+)/.exec(message) ?? [];
    const number = old ?? (typeof code === "string" && /^\d+$/.test(code) ? code : undefined);
    return number === undefined
      ? unreachable(error, this.#settings.url)
      : serverError(number, message, this.#redact);
  }

  /** Ends a query on the server as well: not every release notices that nobody waits for its answer. */
  #end(client: ClickHouseClient, id: string): void {
    const asked: Promise<void> = client
      .command({
        query: `KILL QUERY WHERE query_id = '${id}' ASYNC`,
        abort_signal: AbortSignal.timeout(5000),
      })
      .then(
        () => undefined,
        // There may be no such query any more; one that goes on meets its limits.
        () => undefined,
      )
      .finally(() => this.#ending.delete(asked));
    this.#ending.add(asked);
  }
}
