import { SmbAdapter } from "@mcs/adapter-smb";

/** The name of the largest file in a directory of a share. */
export async function largestIn(
  directory: string,
  host: string,
  port: number, // 445 when it is left out
  username: string,
): Promise<string | undefined> {
  const password = { env: "SHARE_PASSWORD" };
  const files = new SmbAdapter({ host, port, share: "files", username, password });
  let largest: { readonly name: string; readonly size: number } | undefined;
  try {
    for await (const { name, size = 0 } of files.list(directory)) {
      if (size > (largest?.size ?? 0)) largest = { name, size };
    }
    return largest?.name;
  } finally {
    await files.close();
  }
}
