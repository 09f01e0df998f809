import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Whose a write under way is: `<place>-<pid>-<start>-<random>`. `place` names the machine, its boot and its process
 * namespace, in which alone `pid` means anything; `start` tells two processes of one number apart.
 */
export function newToken(): string {
  return `${place()}-${process.pid}-${startOf(process.pid) ?? 0}-${randomBytes(6).toString("hex")}`;
}

const TOKEN = /^([0-9a-f]{12})-(\d+)-(\d+)-[0-9a-f]{12}$/;

/** A process of another place cannot be asked; what it has not touched for so long is nobody's any more. */
const FOREIGN_MS = 3_600_000;

export function isToken(name: string): boolean {
  return TOKEN.test(name);
}

/**
 * Whether the process of a token has ended.
 *
 * @param touchedMs when the write was last seen to go on, in milliseconds since 1970
 */
export function isDead(token: string, touchedMs: number): boolean {
  const [, where, pid, start] = TOKEN.exec(token) ?? [];
  if (where === undefined || pid === undefined) return false;
  if (where !== place()) return Date.now() - touchedMs > FOREIGN_MS;
  if (Number(pid) === process.pid) return start !== String(startOf(process.pid) ?? 0);
  if (!isRunning(Number(pid))) return true;
  const now = startOf(Number(pid));
  return now !== undefined && start !== String(now);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return (error as { code?: unknown }).code !== "ESRCH";
  }
}

/** Clock ticks from the machine's start to the process's; undefined where the system does not tell. */
function startOf(pid: number): string | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is the program's name in parentheses, and may hold anything.
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

let known: string | undefined;

function place(): string {
  known ??= createHash("sha256")
    .update([hostname(), boot(), namespace()].join("\n"))
    .digest("hex")
    .slice(0, 12);
  return known;
}

const boot = () => orEmpty(() => readFileSync("/proc/sys/kernel/random/boot_id", "latin1"));
const namespace = () => orEmpty(() => readlinkSync("/proc/self/ns/pid"));

function orEmpty(look: () => string): string {
  try {
    return look();
  } catch {
    return "";
  }
}
