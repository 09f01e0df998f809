/** Files with something odd in each. */
export const FILES = {
  "a.txt": "one\ntwo\nthree\n",
  crlf: "one\r\ntwo\r\n",
  cr: "one\rtwo\rthree",
  noeol: "one\ntwo",
  empty: "",
  latin1: Buffer.from("für\n", "latin1"),
  overlap: "x\nx\nx\n",
  emoji: "😀😀",
  price: "cost: X\n",
  "dir/x": "x",
};

/** A call that makes one edit. */
export const edit = (path: string, old_text: string, new_text: string, count?: number): [string, object] => [
  "edit_file",
  { path, edits: [{ old_text, new_text, ...(count === undefined ? {} : { count }) }] },
];
/** A call that applies a patch to one file. */
export const patched = (path: string, hunk: string): [string, object] => [
  "apply_patch",
  { patch: `--- a/${path}\n+++ b/${path}\n${hunk}` },
];
