import { NotApplicable, show } from "../../suite/violation.ts";
import type { FilesystemCase, FilesystemContext, SymlinkMaker } from "../case.ts";
import { create, holds, lists } from "../observe.ts";
import { verify } from "../violation.ts";

export const linkCases: readonly FilesystemCase[] = [
  {
    id: "link.described",
    title: "a symbolic link is described, not followed",
    async run(context) {
      const { port } = context;
      const symlink = await linkMaker(context);
      await symlink(port, "to-file", "a.txt");
      await symlink(port, "to-folder", "folder");
      await symlink(port, "to-nothing", "missing");
      for (const path of ["to-file", "to-folder", "to-nothing"]) {
        const { kind } = await port.stat(path);
        verify(kind === "symlink", `stat(${show(path)}) says ${kind}`);
      }
      for await (const { name, kind } of port.list("")) {
        verify(kind === "symlink" || !name.startsWith("to-"), `the listing says that ${name} is a ${kind}`);
      }
    },
  },
  {
    id: "link.removed",
    title: "removing a symbolic link leaves what it leads to",
    async run(context) {
      const { port } = context;
      const symlink = await linkMaker(context);
      await port.makeDirectory("links");
      await symlink(port, "to-file", "a.txt");
      await symlink(port, "to-folder", "folder");
      await symlink(port, "links/inner", "../folder");
      await port.remove("to-file");
      await port.remove("to-folder", { recursive: true });
      await port.remove("links", { recursive: true });
      await lists(port, "", ["a.txt", "folder"]);
      await lists(port, "folder", ["b"]);
      await holds(port, "a.txt", "one");
    },
  },
];

async function linkMaker({ port, symlink }: FilesystemContext): Promise<SymlinkMaker> {
  if (symlink === undefined) throw new NotApplicable("the subject makes no symbolic links");
  await create(port, "a.txt", "one");
  await port.makeDirectory("folder");
  await create(port, "folder/b");
  return symlink;
}
