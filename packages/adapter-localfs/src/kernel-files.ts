import { readFile } from "node:fs/promises";

/** Files that are no files: what the kernel tells of itself, some of it without an end. By the names of `mount`. */
const KERNELS_OWN: Readonly<Record<string, number>> = {
  proc: 0x9fa0,
  sysfs: 0x62656572,
  cgroup: 0x27e0eb,
  cgroup2: 0x63677270,
  debugfs: 0x64626720,
  tracefs: 0x74726163,
  securityfs: 0x73636673,
  bpf: 0xcafe4a11,
  configfs: 0x62656570,
  devpts: 0x1cd1,
  selinuxfs: 0xf97cff8c,
  pstore: 0x6165676c,
  efivarfs: 0xde5e81e4,
  binfmt_misc: 0x42494e4d,
  mqueue: 0x19800202,
};
const TYPES = new Set(Object.values(KERNELS_OWN));

/** @param type as `statfs` tells it */
export function isKernels(type: number): boolean {
  return process.platform === "linux" && TYPES.has(type);
}

/** Whether a file system of the kernel is mounted somewhere below a directory. */
export async function hasKernelFiles(directory: string): Promise<boolean> {
  if (process.platform !== "linux") return false;
  const mounts = await readFile("/proc/self/mountinfo", "utf8").catch(() => "");
  const prefix = directory === "/" ? directory : `${directory}/`;
  return mounts.split("\n").some((line) => {
    const [before = "", after = ""] = line.split(" - ");
    const point = (before.split(" ")[4] ?? "").replace(/\\([0-7]{3})/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 8)),
    );
    return Object.hasOwn(KERNELS_OWN, after.split(" ")[0] ?? "") && point.startsWith(prefix);
  });
}
