import { CsvError } from "../errors.ts";

/**
 * Functions that read from elsewhere: other servers, files, programs, dictionaries. The server refuses most of them
 * in a read-only query; the user's grants decide on all.
 */
const ELSEWHERE =
  /^(?:url|file|s3|s3queue|gcs|oss|cosn|hdfs|azureblobstorage(?:queue)?|remote(?:secure)?|cluster|clusterallreplicas|(?:url|file|s3|hdfs|azureblobstorage|iceberg\w*|hudi|deltalake\w*)cluster|mysql|postgresql|sqlite|mongodb|redis|odbc|jdbc|executable|iceberg\w*|hudi|deltalake\w*|paimon\w*|ytsaurus|arrowflight|dictionary|dict[gih]\w*|joinget\w*|input|merge|mergetree\w*|fuzz\w+|catboostevaluate|view(?:ifpermitted|explain)|timeseries\w*|prometheus\w*|loop|addresstoline\w*|addresstosymbol|demangle|getsetting\w*|getmacro|getserver\w*|getclient\w*|display\w+|fqdn|hostname|currentprofiles|defaultprofiles)$/i;

/** Databases of the server itself. */
const OWN = /^(?:system|information_schema)$/i;

/** One token: what cannot hold a word, a quoted name, a word, or any other sign. */
const TOKEN =
  /(\s+|--[^\n]*|#[! ][^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\[\s\S]|'')*')|(`(?:[^`\\]|\\[\s\S])*`|"(?:[^"\\]|\\[\s\S])*")|([A-Za-z_$][\w$]*)|([\s\S])/gy;

/**
 * Refuses a model's statement that names what is not a table of the database. It is a first look, which says early
 * what to write in its place: what guarantees it are the server's read-only mode and the grants of its user.
 *
 * @returns the statement without a semicolon at its end
 * @throws CsvError `"sql_refused"`
 */
export function checkedSql(sql: string): string {
  if (sql.length > LONGEST) throw refused("The statement is too long.", "Write a shorter one.");
  const tokens: string[] = [];
  for (const [, nothing, quotedName, word, sign] of sql.matchAll(TOKEN)) {
    if (nothing !== undefined) continue;
    tokens.push(quotedName === undefined ? (word ?? sign ?? "") : quotedName.slice(1, -1));
  }
  while (tokens.at(-1) === ";") tokens.pop();
  if (tokens.includes(";")) throw refused("There are several statements.", "Write exactly one SELECT.");
  if (!/^(?:select|with|\()$/i.test(tokens[0] ?? "")) {
    throw refused("The statement is no SELECT.", "Only one SELECT can be run; WITH may precede it.");
  }
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    const isFree = tokens[index - 1] !== ".";
    if (next === "(" && ELSEWHERE.test(token)) {
      throw refused(
        `The function ${token} may not be used.`,
        "A query sees its database's tables, and nothing else.",
      );
    }
    if (next === "." && isFree && OWN.test(token)) {
      throw refused(`${token} may not be read.`, "list_tables says which tables there are.");
    }
  }
  return sql.replace(/(?:\s|;)+$/, "");
}

/** Longer statements are nobody's. */
const LONGEST = 100_000;

function refused(message: string, remedy: string): CsvError {
  return new CsvError("sql_refused", message, { remedy });
}
