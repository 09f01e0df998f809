import { LocalFsAdapter } from "@mcs/adapter-localfs";
import { FileError } from "@mcs/core";

/** Replaces a word in a file, and starts again when somebody else has changed the file meanwhile. */
export async function replaceWord(root: string, path: string, from: string, to: string): Promise<void> {
  const files = new LocalFsAdapter({ root });
  try {
    while (!(await replaceOnce(files, path, from, to)));
  } finally {
    await files.close();
  }
}

async function replaceOnce(files: LocalFsAdapter, path: string, from: string, to: string): Promise<boolean> {
  const file = await files.open(path);
  try {
    const { size, version = "" } = file.stat;
    const text = new TextDecoder().decode(await file.read(0, size));
    const content = new TextEncoder().encode(text.replaceAll(from, to));
    await files.write(path, content, { mode: "overwrite", ifMatch: version });
    return true;
  } catch (error) {
    if (error instanceof FileError && error.code === "version_mismatch") return false;
    throw error;
  } finally {
    await file.close();
  }
}
