import type { IncomingMessage } from "node:http";

/** A request as it arrived: nothing is decoded, joined, sorted or put into lower case. */
export class CapturedRequest {
  /** As in the request line. */
  readonly method: string;
  /** The target of the request line: path and query, still encoded. */
  readonly target: string;
  /** Names as they were written, in their order, with every repetition. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** Without transfer coding, still with content coding. */
  readonly body: Uint8Array;

  constructor(
    method: string,
    target: string,
    headers: ReadonlyArray<readonly [name: string, value: string]>,
    body: Uint8Array,
  ) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
  }

  /** Reads an incoming request to its end. Rejects when the client breaks it off. */
  static async from(incoming: IncomingMessage): Promise<CapturedRequest> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
    const { method = "", url = "", rawHeaders } = incoming;
    const headers: Array<readonly [string, string]> = [];
    for (let i = 0; i < rawHeaders.length; i += 2) {
      headers.push([rawHeaders[i] ?? "", rawHeaders[i + 1] ?? ""]);
    }
    return new CapturedRequest(method, url, headers, Buffer.concat(chunks));
  }

  /** Every value of a header, whichever case its name has. */
  headerValues(name: string): readonly string[] {
    const wanted = name.toLowerCase();
    return this.headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
  }

  /** A header's first value. */
  header(name: string): string | undefined {
    return this.headerValues(name)[0];
  }

  /** The body as UTF-8. */
  text(): string {
    return new TextDecoder().decode(this.body);
  }

  /** @throws SyntaxError when the body is not JSON. */
  json(): unknown {
    return JSON.parse(this.text());
  }
}
