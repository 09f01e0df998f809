/** A statement that may not run. Its remedy says what to write in its place. */
export class Refusal extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

/**
 * Functions that make rows out of their arguments. All others read files, settings or statements out of texts, which
 * the lock would refuse too; whatever a later version of the engine adds is refused until somebody has looked at it.
 */
const TABLE_FUNCTIONS = new Set([
  "range",
  "generate_series",
  "unnest",
  "repeat_row",
  "json_each",
  "json_tree",
  "regexp_split_to_table",
]);

/** Functions of single values that look outside of the query. */
const OUTSIDE = new Set(["getenv", "current_setting", "getvariable", "write_log", "read_text", "read_blob"]);

/**
 * Checks a statement as the engine's own parser sees it, so that no comment or quoting hides anything, and finds
 * the tables that it names.
 *
 * @param tree what `json_serialize_sql` makes of it
 */
export function tablesOf(tree: string): string[] {
  const parsed = JSON.parse(tree) as {
    readonly error: boolean;
    readonly error_type?: string;
    readonly error_message?: string;
    readonly statements?: readonly unknown[];
  };
  if (parsed.error && parsed.error_type === "parser") {
    throw new Refusal(
      `The statement cannot be parsed: ${parsed.error_message ?? ""}`,
      "Write one SELECT statement.",
    );
  }
  if (parsed.error) {
    throw new Refusal(
      "The statement is no SELECT.",
      "Only one SELECT statement can be run; WITH may precede it.",
    );
  }
  const { statements = [] } = parsed;
  if (statements.length !== 1) {
    throw new Refusal(`There are ${statements.length} statements.`, "Write exactly one SELECT statement.");
  }
  const found = new Finder();
  found.look(statements[0]);
  return found.tables();
}

type Node = Readonly<Record<string, unknown>>;

class Finder {
  readonly #named = new Map<string, string>();
  readonly #common = new Set<string>();

  look(value: unknown): void {
    if (Array.isArray(value)) for (const item of value) this.look(item);
    else if (typeof value === "object" && value !== null) {
      this.#node(value as Node);
      for (const item of Object.values(value)) this.look(item);
    }
  }

  /** Without those that the statement itself defines. */
  tables(): string[] {
    return [...this.#named].filter(([key]) => !this.#common.has(key)).map(([, name]) => name);
  }

  #node(node: Node): void {
    const { type, class: kind } = node;
    if (type === "BASE_TABLE") this.#table(node);
    else if (type === "TABLE_FUNCTION") this.#tableFunction(node);
    else if (type === "SHOW_REF" && node.query === undefined) {
      throw new Refusal("SHOW is not available.", "list_tables lists the tables.");
    }
    if (kind === "FUNCTION") checkFunction(textOf(node.function_name));
    // A map of common table expressions: [{ key: its name, value: { query } }]
    const { cte_map: map } = node;
    if (typeof map === "object" && map !== null) {
      const { map: entries } = map as { readonly map?: readonly Node[] };
      for (const { key } of entries ?? []) this.#common.add(textOf(key).toLowerCase());
    }
    if (type === "RECURSIVE_CTE_NODE" || type === "CTE_NODE") {
      this.#common.add(textOf(node.cte_name).toLowerCase());
    }
  }

  #table({ catalog_name: catalog, schema_name: schema, table_name: name }: Node): void {
    const parts = [catalog, schema, name].map(textOf).filter((part) => part !== "");
    const table = parts.at(-1) ?? "";
    if (parts.length > 1) {
      const quoted = `"${parts.join(".")}"`;
      throw new Refusal(
        `${parts.join(".")} is no table.`,
        `Write the names of tables in double quotes, as list_tables has them: ${quoted}.`,
      );
    }
    this.#named.set(table.toLowerCase(), table);
  }

  #tableFunction({ function: call }: Node): void {
    const name = textOf((call as Node | undefined)?.function_name).toLowerCase();
    if (TABLE_FUNCTIONS.has(name)) return;
    throw new Refusal(
      `The function ${name} may not be used.`,
      'Name tables as list_tables has them, in double quotes: FROM "sales.csv".',
    );
  }
}

function checkFunction(name: string): void {
  if (!OUTSIDE.has(name.toLowerCase())) return;
  throw new Refusal(`The function ${name} may not be used.`, "A query sees its tables and nothing else.");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
