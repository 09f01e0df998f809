/** What the model says, turn by turn. It makes a mistake, as models do, and mends it. */

interface Call {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

interface Line {
  readonly text: string;
  readonly call?: Call;
}

export const TASK =
  "In which district did cycling change most over the year 2025? I would like a chart, and the busiest counters.";

const BY_MONTH = `
  SELECT date_trunc('month', "Date")::DATE AS month, district, sum("Bicycles") AS bicycles
  FROM "counts.csv" JOIN "counters.csv" USING (counter)
  GROUP BY ALL ORDER BY month, district`;

export const SCRIPT: readonly Line[] = [
  { text: "Let me see what there is.", call: { name: "list_tables", input: {} } },
  {
    text: "And what is in the larger one.",
    call: { name: "describe_table", input: { table: "counts.csv" } },
  },
  {
    text: "The districts are in the other table.",
    call: { name: "run_sql", input: { sql: 'SELECT name, district FROM "counters.csv" LIMIT 3' } },
  },
  {
    text: "The column is called counter.",
    call: {
      name: "run_sql",
      input: {
        sql: `WITH months AS (${BY_MONTH})
  SELECT district, min(bicycles) AS least, max(bicycles) AS most, round(max(bicycles) / min(bicycles), 1) AS ratio
  FROM months GROUP BY district ORDER BY ratio DESC`,
      },
    },
  },
  {
    text: "Now the chart.",
    call: {
      name: "chart",
      input: {
        sql: BY_MONTH,
        mark: "line",
        x: "month",
        y: "bicycles",
        color: "district",
        title: "Bicycles a month, 2025",
      },
    },
  },
  {
    text: "And the busiest counters, without the hours in which they were out of order.",
    call: {
      // #region aggregate
      name: "aggregate",
      input: {
        table: "counts.csv",
        group_by: ["Counter"],
        measures: [
          { op: "sum", column: "Bicycles", as: "bicycles" },
          { op: "count", column: "Bicycles", as: "hours" },
        ],
        order_by: "bicycles",
        limit: 5,
      },
      // #endregion
    },
  },
  {
    text: "It changed most at the lake: its best month had 2.8 times the bicycles of its worst one, the other districts' less than twice. The chart shows it. The busiest counter is Bahnhof Süd with 1,514,597 bicycles.",
  },
];
