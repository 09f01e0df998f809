// #region load
import { hybrid, type MCSToolDriver } from "@mcs/core";
import { loadProfiles } from "@mcs/core/node";

export async function withProfiles(toolDriver: MCSToolDriver, path: string) {
  return hybrid(toolDriver, { prompts: await loadProfiles(path) });
}
// #endregion
