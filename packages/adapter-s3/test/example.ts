import { S3Adapter } from "@mcs/adapter-s3";

/** Adds a line to today's page of a journal, and tells how long the page is by now. */
export async function addToJournal(endpoint: string, line: string): Promise<number> {
  const files = new S3Adapter({
    endpoint, // left out for AWS
    bucket: "bucket",
    root: "journal",
    credentials: { accessKeyId: { env: "JOURNAL_KEY_ID" }, secretAccessKey: { env: "JOURNAL_SECRET" } },
  });
  try {
    const { size } = await files.write("today.md", new TextEncoder().encode(line), { mode: "append" });
    return size;
  } finally {
    await files.close();
  }
}
