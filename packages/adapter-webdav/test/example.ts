import { WebdavAdapter } from "@mcs/adapter-webdav";

/** Ticks something off a list, unless somebody else changes the list at the same time. */
export async function tickOff(url: string, item: string): Promise<void> {
  const auth = { username: "mcs", password: { env: "LIST_PASSWORD" } };
  const files = new WebdavAdapter({ url, auth });
  try {
    const list = await files.open("list.md");
    const text = new TextDecoder().decode(await list.read(0, list.stat.size));
    const ticked = new TextEncoder().encode(text.replace(`[ ] ${item}`, `[x] ${item}`));
    const ifMatch = list.stat.version ?? "";
    await files.write("list.md", ticked, { mode: "overwrite", ifMatch });
  } finally {
    await files.close();
  }
}
