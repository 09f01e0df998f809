import { readFile } from "node:fs/promises";
import { UsageError } from "../errors.ts";
import type { Input } from "../io.ts";

/** @throws UsageError that says which option or argument named the file. */
export async function readNamedFile(path: string, where: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "does not exist" : (error as Error).message;
    throw new UsageError(`The file ${path} of ${where} cannot be read: it ${reason}.`, { cause: error });
  }
}

export async function readAll(input: Input): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** @throws UsageError where the text is not JSON. */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${where} is broken JSON: ${(error as Error).message}.`, { cause: error });
  }
}
