import type { FileStat } from "@mcs/core/ports";

/** What a name in a directory stands for. It keeps its identity when it is moved. */
export type Node = FileNode | DirectoryNode;

export interface FileNode {
  readonly kind: "file";
  /** Never changed in place: a write puts another array here, so that who reads the old one keeps it. */
  bytes: Uint8Array;
  modifiedMs: number;
  /** Unique among all contents that the adapter ever held. */
  version: number;
}

export interface DirectoryNode {
  readonly kind: "directory";
  /** In the order in which they were made, which is the order of a listing. */
  readonly entries: Map<string, Node>;
  modifiedMs: number;
}

export function directoryNode(modifiedMs: number): DirectoryNode {
  return { kind: "directory", entries: new Map(), modifiedMs };
}

export function statOf(node: Node): FileStat {
  const { kind, modifiedMs } = node;
  return kind === "file"
    ? { kind, size: node.bytes.length, modifiedMs, version: String(node.version) }
    : { kind, size: 0, modifiedMs, version: undefined };
}

/** What a node takes of the limits, with all that is below it. */
export function sizeOf(node: Node): { readonly bytes: number; readonly entries: number } {
  let [bytes, entries] = [0, 0];
  const open: Node[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    entries += 1;
    if (next.kind === "file") bytes += next.bytes.length;
    else for (const child of next.entries.values()) open.push(child);
  }
  return { bytes, entries };
}

/** A new array with both contents, one after the other. */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
