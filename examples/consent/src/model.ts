import type { Message } from "@mcs/core";

export const TASK = "Make the greeting French, and tidy up.";

/** What a scripted model says, turn by turn: it goes on whatever it is told. */
const SCRIPT = [
  call("list_directory", { path: "" }),
  call("read_file", { path: "greeting.txt" }),
  call("edit_file", { path: "greeting.txt", edits: [{ old_text: "Hello", new_text: "Bonjour" }] }),
  call("delete_file", { path: "notes/recipe.txt" }),
  call("write_file", { path: "CHANGES.txt", content: "The greeting is French now.\u001b[2K\n" }),
];

export function answer(messages: readonly Message[]): string {
  const turn = messages.filter(({ role }) => role === "assistant").length;
  return SCRIPT[turn] ?? "I have done what I was allowed to do.";
}

function call(tool: string, args: object): string {
  return JSON.stringify({ tool, arguments: args });
}
