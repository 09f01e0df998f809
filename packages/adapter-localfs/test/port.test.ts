import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { testFilesystem } from "@mcs/testkit";
import { describe, test } from "vitest";
import { LocalFsAdapter } from "../src/index.ts";
import { quickFolder } from "./support/folders.ts";

describe.each(["descriptors", "rechecks"] as const)("%s", (containment) => {
  const roots = new WeakMap<object, string>();
  const rootOf = (port: object): string => roots.get(port) ?? "";

  function portOn(root: string): LocalFsAdapter {
    const port = new LocalFsAdapter({ root, containment });
    roots.set(port, root);
    return port;
  }

  testFilesystem({
    test,
    describe,
    port: () => portOn(quickFolder()),
    another: (port) => portOn(rootOf(port)),
    symlink: async (port, path, target) => symlinkSync(join(rootOf(port), target), join(rootOf(port), path)),
    hidden: ["mcs-localfs-test"],
  });
});
