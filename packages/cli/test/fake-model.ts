import { LLMock } from "@copilotkit/aimock";

/** What the model says, turn by turn; a later question goes on where the last one ended. */
export type Script = ReadonlyArray<
  | { readonly content: string }
  | { readonly toolCalls: ReadonlyArray<{ id: string; name: string; arguments: string }> }
>;

/** A request as the endpoint got it. */
export interface ModelRequestBody {
  readonly model: string;
  readonly stream: boolean;
  readonly tools?: ReadonlyArray<{ readonly function: { readonly name: string } }>;
  readonly messages: ReadonlyArray<{ readonly role: string; readonly content: string | null }>;
}

export interface FakeModel extends AsyncDisposable {
  /** For `--base-url`. */
  readonly baseUrl: string;
  readonly requests: () => readonly ModelRequestBody[];
}

/** An OpenAI-compatible endpoint on loopback that follows the script, in small chunks. */
export async function fakeModel(script: Script): Promise<FakeModel> {
  const mock = new LLMock({ port: 0, host: "127.0.0.1", chunkSize: 7, strict: true, logLevel: "silent" });
  let turn = 0;
  mock.on({ endpoint: "chat" }, () => {
    const reply = script[turn++];
    if (reply === undefined) return { error: { message: "The script is over." }, status: 500 };
    return "content" in reply ? reply : { toolCalls: [...reply.toolCalls] };
  });
  await mock.start();
  return {
    baseUrl: `${mock.url}/v1`,
    requests: () => mock.getRequests().map(({ body }) => body as unknown as ModelRequestBody),
    [Symbol.asyncDispose]: () => mock.stop(),
  };
}
