// Generated from profiles/pythonic.toml by "pnpm generate".
import type { PartialProfile } from "../profile.ts";

export const pythonicProfile: PartialProfile = {
  "meta": {
    "name": "pythonic",
    "version": "1.0.0",
    "models": [
      "*llama-4*",
      "*llama4*",
      "*lfm2*",
      "*olmo-3*",
      "*olmo3*"
    ]
  },
  "system_message": {
    "template": "You can use the tools below to reach systems outside of this conversation.\n\n{tools}\n\nTo use tools, answer with nothing but a list of calls of this form:\n{call_example}\n\nThe result comes in the next message. Use as many calls as you need, then answer in plain words. Use only the tools above, with the arguments that they list; a ? marks those that may be left out. When no tool is needed, answer at once.\n"
  },
  "call_example": {
    "example": "[name_of_the_tool(name_of_the_argument=\"value\")]"
  },
  "rendering": {
    "before": "[",
    "between": ", ",
    "after": "]",
    "call": "{name}({arguments})",
    "arguments": "python"
  }
};
