// Generated from profiles/mistral.toml by "pnpm generate".
import type { PartialProfile } from "../profile.ts";

export const mistralProfile: PartialProfile = {
  "meta": {
    "name": "mistral",
    "version": "1.0.0",
    "models": [
      "*mistral*",
      "*ministral*",
      "*magistral*",
      "*devstral*",
      "*codestral*"
    ]
  },
  "system_message": {
    "template": "You can use the tools below to reach systems outside of this conversation.\n\n{tools}\n\nTo use a tool, answer with nothing but a call of this form, several of them for several calls:\n{call_example}\n\nThe result comes in the next message. Use as many calls as you need, then answer in plain words. Use only the tools above, with the arguments that they list; a ? marks those that may be left out. When no tool is needed, answer at once.\n"
  },
  "call_example": {
    "example": "[TOOL_CALLS]name_of_the_tool[ARGS]{\"name_of_the_argument\": \"value\"}"
  },
  "rendering": {
    "between": "",
    "call": "[TOOL_CALLS]{name}[ARGS]{arguments}",
    "arguments": "json"
  }
};
