import { type Database, lock, openDatabase } from "./database.ts";
import type { EngineJob, EngineLimits, EngineRows } from "./messages.ts";
import { runJob, statementTables } from "./run-job.ts";

/**
 * A database for parsing, in which nothing is ever run, and a new one for each query. They are made ahead, so that
 * nobody waits for them.
 */
export class Databases {
  readonly #limits: EngineLimits;
  #parser: Promise<Database> | undefined;
  #next: Promise<Database> | undefined;
  #used: Database | undefined;

  constructor(limits: EngineLimits) {
    this.#limits = limits;
    this.renew();
  }

  /** The tables that a statement names. @throws Refusal for one that may not run */
  async parse(sql: string): Promise<readonly string[]> {
    const { connection } = await (this.#parser ?? openParser(this.#limits));
    return statementTables(connection, sql);
  }

  /** @throws Refusal for a statement that may not run, and what the engine says of one that fails */
  async run(job: EngineJob): Promise<EngineRows> {
    const next = this.#next ?? openDatabase(this.#limits);
    this.#next = undefined;
    this.#used = await next;
    return runJob(job, this.#used);
  }

  /** Forgets the last query with all that is left of it, and gets ready for another one. */
  renew(): void {
    this.#used?.close();
    this.#used = undefined;
    this.#parser ??= this.#ahead(openParser(this.#limits));
    this.#next ??= this.#ahead(openDatabase(this.#limits));
  }

  /** Whether it fails is of interest to whoever takes it, who then tries again. */
  #ahead(opening: Promise<Database>): Promise<Database> {
    opening.catch(() => {
      if (this.#parser === opening) this.#parser = undefined;
      if (this.#next === opening) this.#next = undefined;
    });
    return opening;
  }
}

async function openParser(limits: EngineLimits): Promise<Database> {
  const database = await openDatabase(limits);
  await lock(database.connection, []);
  return database;
}
