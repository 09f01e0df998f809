import { type CallOptions, type DefinedTool, McsError, type ToolArguments } from "@mcs/core";
import type { Call } from "../table/call.ts";
import type { CombinedTable } from "../table/combined-table.ts";
import type { ToolHost } from "../tools/host.ts";
import { integer, text } from "../tools/parameters.ts";
import { aggregateResult, aggregateSql } from "./aggregate-sql.ts";
import { joinResult, joinSql } from "./join-sql.ts";
import type { QueryEngine } from "./query.ts";
import { distinctNames } from "./relation.ts";

/** Does what a tool does by other means; undefined where these cannot. */
type Otherwise = (call: Call, args: ToolArguments) => Promise<Record<string, unknown> | undefined>;

/** `aggregate` that has the engine calculate what does not fit its memory. */
export function aggregateBeyondMemory(tool: DefinedTool, host: ToolHost, engine: QueryEngine): DefinedTool {
  return beyondMemory(tool, host, (call, args) =>
    host.tables.use(text(args.table), call.signal, async (table) => {
      const decimal = decimalOf(table);
      if (decimal === undefined) return undefined;
      const result = await engine.run(call, {
        sql: aggregateSql(args, table, decimal),
        textColumns: namesOf(table),
        offset: integer(args.offset, 0),
        limit: integer(args.limit, 100),
      });
      return aggregateResult(args, table, result);
    }),
  );
}

/** `join_tables` that has the engine join what does not fit its memory. */
export function joinBeyondMemory(tool: DefinedTool, host: ToolHost, engine: QueryEngine): DefinedTool {
  return beyondMemory(tool, host, (call, args) =>
    host.tables.use(text(args.left), call.signal, (left) =>
      host.tables.use(text(args.right), call.signal, async (right) => {
        const decimals = [decimalOf(left), decimalOf(right)] as const;
        if (decimals[0] === undefined || decimals[1] === undefined) return undefined;
        const result = await engine.run(call, {
          sql: joinSql(args, left, right, [decimals[0], decimals[1]]),
          textColumns: [...namesOf(left), ...namesOf(right)],
          offset: 0,
          limit: integer(args.limit, 50),
        });
        return joinResult(args, left, right, result);
      }),
    ),
  );
}

function beyondMemory(tool: DefinedTool, host: ToolHost, otherwise: Otherwise): DefinedTool {
  const execute = async (args: ToolArguments, options: CallOptions): Promise<unknown> => {
    try {
      return await tool.execute(args, options);
    } catch (error) {
      if (!McsError.is(error) || error.code !== "memory_cap") throw error;
      const result = await host.run(options, (call) => otherwise(call, args));
      if (result === undefined) throw error;
      return result;
    }
  };
  return { ...tool, execute };
}

/** The decimal mark of all of a table's files, if they share one and no two columns are one for the engine. */
function decimalOf(table: CombinedTable): "." | "," | undefined {
  const marks = new Set(table.parts.map(({ file }) => file.info.dialect.decimal));
  const isPlain = distinctNames(table.columns).every((name, place) => name === table.columns[place]?.name);
  const [mark] = marks;
  return marks.size === 1 && isPlain ? mark : undefined;
}

function namesOf(table: CombinedTable): readonly string[] {
  return table.columns.map(({ name }) => name);
}
