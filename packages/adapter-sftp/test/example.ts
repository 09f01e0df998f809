import { SftpAdapter } from "@mcs/adapter-sftp";

/** Puts a page on a web site, in place of the one that is there. */
export async function publish(
  host: string,
  port: number,
  hostKey: string, // "SHA256:…", from the server's operator
  page: string,
): Promise<void> {
  const files = new SftpAdapter({
    host,
    port,
    hostKey,
    username: "mcs",
    password: { env: "SITE_PASSWORD" },
    root: "site",
  });
  try {
    await files.makeDirectory("news", { recursive: true });
    await files.write("news/today.html", new TextEncoder().encode(page), { mode: "overwrite" });
  } finally {
    await files.close();
  }
}
