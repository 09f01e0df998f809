import { type DefinedTool, defineTool, LimitError } from "@mcs/core";
import { predicateOf } from "../reduce/condition.ts";
import type { Row } from "../table/open-table.ts";
import { projectedRow, projection } from "../table/project.ts";
import { Slots } from "../table/slots.ts";
import { walk } from "../table/walk.ts";
import { csvLine } from "../table/write-csv.ts";
import type { ToolHost } from "./host.ts";
import { COLUMNS, strings, TABLE, text, where } from "./parameters.ts";

/** A whole file is written at once, so that nobody sees half of it. */
const MOST_BYTES = 256 * 2 ** 20;

export function exportRows({ tables, run }: ToolHost): DefinedTool {
  return defineTool({
    name: "export_rows",
    title: "Export rows",
    description:
      "Writes the records that fit a condition into a new CSV file (UTF-8, commas, a header). Values are written as they are: a spreadsheet may take one that begins with = for a formula.",
    parameters: [
      TABLE,
      {
        name: "path",
        description: 'The file to write, such as "results/large.csv". Its folder has to exist.',
        required: true,
        schema: { type: "string", minLength: 1 },
      },
      where(),
      COLUMNS,
      {
        name: "overwrite",
        description: "Replaces a file that is there. Without it that is an error.",
        schema: { type: "boolean" },
      },
    ],
    annotations: { readOnly: false, destructive: true, openWorld: false },
    execute: (args, options) =>
      run(options, async (call) => {
        const path = tables.checkTarget(text(args.path));
        const { content, rows } = await tables.use(text(args.table), call.signal, async (table) => {
          const shown = projection(table, strings(args.columns));
          const slots = new Slots(table);
          const blocks: Buffer[] = [Buffer.from(csvLine(shown.names))];
          let bytes = 0;
          let rows = 0;
          const predicate = predicateOf(args.where, slots);
          const steps = walk(call, table, { projection: shown, slots, where: predicate });
          for await (const step of steps) {
            const lines: Row[] = [];
            for (let row = 0; row < step.batch.rows; row++) {
              if (step.test(step.batch, row))
                lines.push(projectedRow(step.batch, row, step.fields, step.text));
            }
            const block = Buffer.from(lines.map(csvLine).join(""));
            rows += lines.length;
            bytes += block.length;
            blocks.push(block);
            if (bytes > MOST_BYTES) {
              throw new LimitError(`The result has more than ${MOST_BYTES} bytes.`, {
                remedy: "Narrow it with a condition.",
              });
            }
          }
          return { content: Buffer.concat(blocks), rows };
        });
        // Only now is it known that nobody changed the table meanwhile; and the table itself may be what is replaced.
        const port = await tables.port();
        const mode = args.overwrite === true ? "overwrite" : "create";
        const { size } = await port.write(path, content, { mode, signal: call.signal });
        return { path, rows, bytes: size };
      }),
  });
}
