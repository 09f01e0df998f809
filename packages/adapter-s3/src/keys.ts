/** The key of a file; of the root, the beginning of all keys without its slash. */
export function keyOf(root: string, path: string): string {
  return [root, path].filter((part) => part !== "").join("/");
}

/** What all keys below a directory begin with, and the key of the object that marks it. `""` for a whole bucket. */
export function prefixOf(root: string, path: string): string {
  const key = keyOf(root, path);
  return key === "" ? "" : `${key}/`;
}

/** A key out of a listing; encoded where it was asked for, since XML cannot hold every character. */
export function decodeKey(key: string, encoding: string | undefined): string {
  return encoding === "url" ? decodeURIComponent(key.replaceAll("+", " ")) : key;
}
