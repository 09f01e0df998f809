import { resolve } from "node:path";
import type { McsError } from "@mcs/core";
import type { Containment, ContainmentKind, Folder } from "./containment.ts";
import { descriptors, hasDescriptorPaths } from "./descriptors.ts";
import { badOption, outsideRoot } from "./errors.ts";
import { isKernels } from "./kernel-files.ts";
import { type Lookups, lookupsOn } from "./lookups.ts";
import type { Settings } from "./options.ts";
import { rechecks } from "./rechecks.ts";
import { errno, lstat, realpath, statfs } from "./system.ts";

/** The root, opened, with what every call needs to know. */
export interface Tree {
  readonly root: Folder;
  /** Where links may lead to: the root's path as it was given, and without links in it. */
  readonly rootPaths: readonly string[];
  readonly settings: Settings;
  readonly lookups: Lookups;
  /** Rejects for what lies on a file system of the kernel's own, such as `/proc`. */
  refuseKernelFiles(dev: bigint, here: string, path: string): Promise<void>;
}

let best: ContainmentKind | undefined;

/** The strongest containment that this platform has. Looked at once. */
function bestContainment(): ContainmentKind {
  best ??= hasDescriptorPaths() ? "descriptors" : "rechecks";
  return best;
}

/** The containment that the settings ask for, or the best. */
export function containmentKind({ containment }: Settings): ContainmentKind {
  return containment === "auto" ? bestContainment() : containment;
}

const STRATEGIES: Readonly<Record<ContainmentKind, Containment>> = { descriptors, rechecks };

/** @throws ConfigurationError when the root is no folder, or the containment cannot be had. */
export async function openTree(settings: Settings): Promise<Tree> {
  const kind = containmentKind(settings);
  if (kind === "descriptors" && bestContainment() !== "descriptors") {
    throw badOption("containment", 'cannot be "descriptors" here', "It needs Linux with /proc.");
  }
  const given = resolve(settings.root);
  try {
    const path = await realpath(given);
    const lookups = lookupsOn((await statfs(path)).type, (await lstat(path)).dev);
    const root = await STRATEGIES[kind].openRoot(path, lookups);
    const [{ dev }, { type }] = [await root.stat(), await statfs(root.here)];
    if (isKernels(type)) {
      root.release();
      throw badOption("root", "leads to a file system of the kernel");
    }
    return {
      root,
      rootPaths: [...new Set([path, given])],
      settings,
      lookups,
      async refuseKernelFiles(other, here, at) {
        if (other === dev) return;
        if (isKernels((await statfs(here)).type)) {
          throw outsideRoot(at, "lies on a file system of the kernel, such as /proc.");
        }
      },
    };
  } catch (error) {
    throw notAFolder(error);
  }
}

function notAFolder(error: unknown): McsError {
  const code = errno(error);
  if (code === "invalid_configuration") return error as McsError;
  return badOption(
    "root",
    `does not lead to a folder (${code || "unknown error"})`,
    "Create the folder, or name one that exists.",
  );
}
