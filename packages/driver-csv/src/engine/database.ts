import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { EngineLimits } from "./messages.ts";
import { quoted } from "./sql-text.ts";

/** A database in memory. Making one takes as long as scanning some megabytes, so it is done ahead of its query. */
export interface Database {
  readonly connection: DuckDBConnection;
  close(): void;
}

export async function openDatabase(limits: EngineLimits): Promise<Database> {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${limits.memoryBytes}B`,
    threads: String(limits.threads),
    temp_directory: limits.diskBytes > 0 ? limits.folder : "",
    preserve_insertion_order: "true",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    allow_persistent_secrets: "false",
  });
  try {
    const connection = await instance.connect();
    // Given with the others above, it would be shown and not kept.
    await connection.run(`SET max_temp_directory_size = '${limits.diskBytes}B'`);
    return {
      connection,
      close: () => {
        connection.closeSync();
        instance.closeSync();
      },
    };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

/** From here on the database reads these files, and nothing else of the machine. */
export async function lock(connection: DuckDBConnection, files: readonly string[]): Promise<void> {
  await connection.run(`SET allowed_paths = [${files.map(quoted).join(", ")}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
}
