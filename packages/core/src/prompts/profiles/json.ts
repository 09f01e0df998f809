// Generated from profiles/json.toml by "pnpm generate".
import type { PromptProfile } from "../profile.ts";

export const jsonProfile: PromptProfile = {
  "healing": [],
  "meta": {
    "name": "json",
    "version": "1.0.0"
  },
  "system_message": {
    "template": "You can use the tools below to reach systems outside of this conversation.\n\n{tools}\n\nTo use a tool, answer with nothing but a JSON object of this form:\n{call_example}\n\nThe result comes in the next message. Use as many calls as you need, then answer in plain words. Use only the tools above, with the arguments that they list; a ? marks those that may be left out. When no tool is needed, answer at once.\n",
    "native": "You can use tools to reach systems outside of this conversation. Call them as often as you need, then answer in plain words. When no tool is needed, answer at once.\n"
  },
  "tools": {
    "format": "signature"
  },
  "call_example": {
    "example": "{\"tool\": \"name_of_the_tool\", \"arguments\": {\"name_of_the_argument\": \"value\"}}"
  },
  "rendering": {
    "before": "",
    "between": "\n",
    "after": "",
    "call": "{\"tool\": \"{name}\", \"arguments\": {arguments}}",
    "arguments": "json",
    "parameter": ""
  },
  "parsing": {
    "tool_field_aliases": [],
    "unknown_tool_behavior": "silent"
  },
  "results": {
    "executed": "Result of {tool_name}:\n{result}"
  },
  "retry_prompts": {
    "unreadable": "Your call of {tool_name} could not be read: {error}. Write it again, in this form:\n{call_example}",
    "invalid_arguments": "Your call of {tool_name} was not executed. {error} Correct the arguments and call it again.",
    "unknown_tool": "There is no tool {tool_name}. There are: {available}.",
    "execution_failed": "{tool_name} was called and failed: {error}\nIf the arguments were wrong, correct them and call it again; otherwise say what went wrong."
  }
};
