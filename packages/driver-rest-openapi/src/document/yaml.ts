import type { Schema } from "js-yaml";

/** What reading YAML comes to: its value, and what had to be passed over. */
export type YamlReading =
  | { readonly ok: true; readonly value: unknown; readonly notes: readonly string[] }
  | { readonly ok: false; readonly error: unknown };

/**
 * YAML by js-yaml's CORE schema, which has no dates and no code, and which reads what is published most widely;
 * the parser is loaded with the first text. What only other tools understand, such as the tag `!include`, is
 * passed over, and so are documents behind the first in one text; lines that begin with tabs, which YAML forbids, are read as if those were spaces.
 */
export async function readYaml(text: string): Promise<YamlReading> {
  const yaml = await import("js-yaml");
  const notes = new Set<string>();
  const schema = openSchema(yaml, notes);
  const load = (source: string): unknown => {
    const documents = loadAll(yaml, schema, source, notes).filter((value) => value !== null);
    if (documents.length > 1) notes.add("It is several documents in one text, of which the first is read.");
    return documents[0];
  };
  try {
    return { ok: true, value: load(text), notes: [...notes] };
  } catch (error) {
    if (!/^ *\t/m.test(text)) return { ok: false, error };
    try {
      const value = load(withoutTabs(text));
      notes.add("Lines begin with tabs, which YAML does not allow; each is taken for one level of spaces.");
      return { ok: true, value, notes: [...notes] };
    } catch {
      return { ok: false, error };
    }
  }
}

/** Of two equal keys in one mapping the last counts, as with JSON parsers; but then something is lost, so it is noted. */
function loadAll(
  yaml: typeof import("js-yaml"),
  schema: Schema,
  source: string,
  notes: Set<string>,
): readonly unknown[] {
  try {
    return yaml.loadAll(source, null, { schema });
  } catch (error) {
    if (!(error instanceof yaml.YAMLException) || !error.reason.includes("duplicated mapping key"))
      throw error;
    const documents = yaml.loadAll(source, null, { schema, json: true });
    notes.add(
      `Line ${error.mark.line + 1} has a key that its mapping has already: of equal keys the last counts.`,
    );
    return documents;
  }
}

function openSchema({ CORE_SCHEMA, Type }: typeof import("js-yaml"), notes: Set<string>): Schema {
  // YAML 1.1's merge key, which 1.2 dropped and published documents still use.
  const merge = new Type("tag:yaml.org,2002:merge", { kind: "scalar", resolve: (key) => key === "<<" });
  const unknown = (["scalar", "sequence", "mapping"] as const).flatMap((kind) =>
    ["!", "tag:"].map(
      (prefix) =>
        new Type(prefix, {
          kind,
          multi: true,
          construct: (data: unknown, tag?: string) => {
            notes.add(`The tag ${tag ?? prefix} is not known, so what it marks is read without it.`);
            return data;
          },
        }),
    ),
  );
  return CORE_SCHEMA.extend({ implicit: [merge], explicit: unknown });
}

/** With the tabs that a line begins with as spaces: as many for each as the text has in its first level. */
function withoutTabs(text: string): string {
  const level = /^( +)\S/m.exec(text)?.[1] ?? "  ";
  return text.replace(/^[ \t]*\t[ \t]*/gm, (indent) => indent.replaceAll("\t", level));
}
