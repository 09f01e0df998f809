/** Where a package that knows its version keeps it, beside package.json. */
export const VERSION_FILE = "src/version.ts";

const DECLARATION = /^(export const VERSION(?:: string)? = )"[^"]*";$/m;

/** The module's text with the version put in; undefined where it declares no `VERSION`. */
export function withVersion(text: string, version: string): string | undefined {
  return DECLARATION.test(text) ? text.replace(DECLARATION, `$1"${version}";`) : undefined;
}
