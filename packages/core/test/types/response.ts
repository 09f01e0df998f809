import type { DriverResponse, Message } from "@mcs/core";

/** True when two types are the same in both directions. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

export function narrow(response: DriverResponse): void {
  if (!response.callExecuted && !response.callFailed) {
    const empty: Same<typeof response.messages, null> = true;
    const noResult: Same<typeof response.toolCallResult, null> = true;
    void [empty, noResult];
  } else {
    const messages: readonly Message[] = response.messages;
    void messages;
  }
  if (response.callFailed) {
    const detail: string = response.callDetail;
    const retry: string = response.retryPrompt;
    void [detail, retry];
  } else {
    const detail: Same<typeof response.callDetail, null> = true;
    void detail;
  }
  if (!response.callExecuted) {
    const noResult: Same<typeof response.toolCallResult, null> = true;
    void noResult;
  }
  for (const call of response.calls ?? []) {
    if (call.ok) void call.result;
    else void (call.code satisfies string);
  }
}
