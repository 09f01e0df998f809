import { LocalFsAdapter } from "@mcs/adapter-localfs";
import { FileError } from "@mcs/core";

/** Replaces a word in a file, and starts again when somebody else has changed the file meanwhile. */
export async function replaceWord(root: string, path: string, from: string, to: string): Promise<void> {
  await using files = new LocalFsAdapter({ root });
  for (;;) {
    await using file = await files.open(path);
    const { size, version = "" } = file.stat;
    const text = new TextDecoder().decode(await file.read(0, size));
    const content = new TextEncoder().encode(text.replaceAll(from, to));
    try {
      await files.write(path, content, { mode: "overwrite", ifMatch: version });
      return;
    } catch (error) {
      if (!(error instanceof FileError && error.code === "version_mismatch")) throw error;
    }
  }
}
