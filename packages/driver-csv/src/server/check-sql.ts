import { CsvError } from "../errors.ts";

/**
 * Functions that read from elsewhere: other servers, files, programs, dictionaries. The server refuses most of them
 * in a read-only query; the user's grants decide on all.
 */
const ELSEWHERE =
  /^(?:url|file|s3|s3queue|gcs|oss|cosn|hdfs|azureblobstorage(?:queue)?|remote(?:secure)?|cluster|clusterallreplicas|(?:url|file|s3|hdfs|azureblobstorage|iceberg\w*|hudi|deltalake\w*)cluster|mysql|postgresql|sqlite|mongodb|redis|odbc|jdbc|executable|iceberg\w*|hudi|deltalake\w*|paimon\w*|ytsaurus|arrowflight|dictionary|dict[gih]\w*|joinget\w*|input|merge|mergetree\w*|fuzz\w+|catboostevaluate|view(?:ifpermitted|explain)|timeseries\w*|prometheus\w*|loop|addresstoline\w*|addresstosymbol|demangle|getsetting\w*|getmacro|getserver\w*|getclient\w*|display\w+|fqdn|hostname|currentprofiles|defaultprofiles)$/i;

/** Databases of the server itself. */
const OWN = /^(?:system|information_schema)$/i;

/** One token, as ClickHouse reads it: what cannot hold a word, a quoted name, a word, or any other sign. */
const TOKEN =
  /(\s+|--[^\n]*|#[! ][^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\[\s\S]|'')*')|(`(?:[^`\\]|\\[\s\S])*`|"(?:[^"\\]|\\[\s\S])*")|([A-Za-z_][\w$]*)|([\s\S])/gy;

interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
}

/**
 * Refuses a model's statement that names what is not a table of the database. The server's read-only mode and the
 * grants of its user guarantee most of it; what reads files as a function of single values is refused here alone.
 *
 * @returns the statement without a semicolon at its end
 * @throws CsvError `"sql_refused"`
 */
export function checkedSql(sql: string): string {
  if (sql.length > LONGEST) throw refused("The statement is too long.", "Write a shorter one.");
  const tokens = tokensOf(sql);
  while (tokens.at(-1)?.text === ";") tokens.pop();
  if (tokens.some(({ text }) => text === ";")) {
    throw refused("There are several statements.", "Write exactly one SELECT.");
  }
  if (!/^(?:select|with|\()$/i.test(tokens[0]?.text ?? "")) {
    throw refused("The statement is no SELECT.", "Only one SELECT can be run; WITH may precede it.");
  }
  tokens.forEach((token, index) => {
    const at = (distance: number): string => tokens[index + distance]?.text ?? "";
    checkFunction(token, at);
    if (at(1) === "." && at(-1) !== "." && OWN.test(token.text)) {
      throw refused(`${token.text} may not be read.`, "list_tables says which tables there are.");
    }
    if (/^settings$/i.test(token.text) && /^\w/.test(at(1)) && at(2) === "=") {
      throw refused("SETTINGS may not be used.", "Leave the clause out.");
    }
  });
  return sql.replace(/(?:\s|;)+$/, "");
}

/** Called with a bracket behind its name, or named for APPLY to call it. */
function checkFunction({ text, isQuoted }: Token, at: (distance: number) => string): void {
  const isApplied = /^apply$/i.test(at(-1) === "(" ? at(-2) : at(-1));
  if (at(1) !== "(" && !isApplied) return;
  if (isQuoted) throw refused("The name of a function is quoted.", "Write it without quotes.");
  if (!ELSEWHERE.test(text)) return;
  throw refused(
    `The function ${text} may not be used.`,
    "A query sees its database's tables, and nothing else.",
  );
}

/** What could be read in two ways is refused: quotes that are not of ASCII, escapes in names, texts between dollars. */
function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  for (const [, nothing, name, word, sign] of sql.matchAll(TOKEN)) {
    if (nothing !== undefined) {
      // Other blanks than those of ASCII, outside of texts and comments.
      if (/^\s/.test(nothing) && /[^\t\n\v\f\r ]/.test(nothing)) throw strange(nothing);
      continue;
    }
    if (name?.includes("\\") || (sign !== undefined && (sign === "$" || sign > "~")))
      throw strange(name ?? sign ?? "");
    if (name === undefined) tokens.push({ text: word ?? sign ?? "", isQuoted: false });
    else tokens.push({ text: name.slice(1, -1), isQuoted: true });
  }
  return tokens;
}

/** Longer statements are nobody's. */
const LONGEST = 100_000;

function strange(found: string): CsvError {
  return refused(
    `The statement has ${JSON.stringify(found)} outside of texts.`,
    "Write names in double quotes, without backslashes, and texts in single ones.",
  );
}

function refused(message: string, remedy: string): CsvError {
  return new CsvError("sql_refused", message, { remedy });
}
