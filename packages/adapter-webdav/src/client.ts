import { setTimeout } from "node:timers/promises";
import { FileError, revealCredential } from "@mcs/core";
import { checkSignal } from "@mcs/core/files";
import { hasStatus, StatusError } from "./errors.ts";
import type { Settings } from "./options.ts";

export interface DavRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal | undefined;
}

/** How often and how long a resource is waited for that somebody else has locked: two seconds. */
const LOCKED_TRIES = 40;
const LOCKED_WAIT_MS = 50;

/** HTTP to one server, with its credentials. */
export class DavClient {
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** @throws FileError `"invalid_path"` for what a server may read as another path. */
  urlOf(path: string, isDirectory = false): string {
    if (path.includes("\\")) {
      throw new FileError("invalid_path", path, "holds a backslash, which separates names on some servers.");
    }
    const { url } = this.#settings;
    if (path === "") return `${url}/`;
    return `${url}/${path.split("/").map(encodeURIComponent).join("/")}${isDirectory ? "/" : ""}`;
  }

  /**
   * Resolves with a success, its body unread.
   *
   * @throws StatusError for every other status; redirects are among them.
   */
  async send({ method, url, headers = {}, body, signal }: DavRequest): Promise<Response> {
    const timer = AbortSignal.timeout(this.#settings.timeoutMs);
    const response = await fetch(url, {
      method,
      redirect: "manual",
      headers: { ...headers, ...this.#authorization() },
      signal: signal === undefined ? timer : AbortSignal.any([signal, timer]),
      ...(body === undefined ? {} : { body: body as NonNullable<RequestInit["body"]> }),
    });
    if (response.ok) return response;
    await response.body?.cancel();
    throw new StatusError(method, response.status);
  }

  /** Sends what changes something, and waits while the resource is locked. Its body is of no interest. */
  async change(request: DavRequest): Promise<Response> {
    for (let tries = 1; ; tries++) {
      checkSignal(request.signal);
      try {
        const response = await this.send(request);
        // Apache and others say in a body of status 207 what failed below a directory.
        if (response.status === 207) throw new StatusError(request.method, 424);
        await response.arrayBuffer();
        return response;
      } catch (error) {
        if (!hasStatus(error, 423) || tries === LOCKED_TRIES) throw error;
        await setTimeout(LOCKED_WAIT_MS);
      }
    }
  }

  #authorization(): Readonly<Record<string, string>> {
    const { auth } = this.#settings;
    if (auth === undefined) return {};
    if ("bearer" in auth) return { authorization: `Bearer ${revealCredential(auth.bearer)}` };
    const pair = `${auth.username}:${revealCredential(auth.password)}`;
    return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
  }
}
