import { LimitError, type McsError } from "@mcs/core";
import type { HttpResponse } from "@mcs/core/ports";
import type { Dispatcher } from "undici";
import { BodyDecoder, codingsOf, undecodable } from "./decode-body.ts";
import { NetworkError, type Place, toNetworkError } from "./errors.ts";

type Controller = Dispatcher.DispatchController;
type ResponseHeaders = HttpResponse["headers"];

/** What an exchange may bring, and whom it tells. Exactly one of the two is called, once, unless it is cancelled. */
export interface ExchangeOwner {
  readonly place: Place;
  readonly method: string;
  readonly maxBytes: number;
  readonly truncates: boolean;
  /** The connection is ending at this moment because of this error, not because the response is complete. */
  readonly connectionLoss: Error | undefined;
  responded(response: HttpResponse): void;
  failed(error: McsError): void;
}

/** Where an exchange stands; each phase has its own limit of patience. */
export type Phase = "queued" | "headers" | "body" | "decoding";

/**
 * One request on the wire and the response to it: the handler that undici calls. It gathers the body under a
 * limit that holds after decompression.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  phase: Phase = "queued";
  /** Grows with every sign of life, so that a watcher needs no clock on the way of the data. */
  activity = 0;

  readonly #owner: ExchangeOwner;
  #controller: Controller | undefined;
  #settled: boolean = false;
  #status = 0;
  #headers: ResponseHeaders = {};
  #chunks: Uint8Array[] = [];
  #size = 0;
  #decoder: BodyDecoder | undefined;

  constructor(owner: ExchangeOwner) {
    this.#owner = owner;
  }

  /** Ends the exchange without a word to its owner. */
  cancel(): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#decoder?.destroy();
    this.#controller?.abort(CANCELLED);
  }

  /**
   * Ends the exchange with what there is of the body, at the next call where that has to be decoded first;
   * false where there is no response yet.
   */
  cut(): boolean {
    if (this.#settled || (this.phase !== "body" && this.phase !== "decoding")) return false;
    if (this.#decoder?.start() === true) return true;
    this.#finish(true);
    this.#release();
    return true;
  }

  onRequestStart(controller: Controller): void {
    // Cancelled while it waited for a connection: refusing here leaves that connection to the next in line.
    if (this.#settled) throw CANCELLED;
    this.#controller = controller;
    this.phase = "headers";
    this.activity++;
  }

  onResponseStart(_: Controller, status: number, headers: ResponseHeaders): void {
    if (this.#settled || status < 200) return;
    this.phase = "body";
    this.activity++;
    this.#status = status;
    this.#headers = headers;
    // These have no body; what their headers say is said of the one that another response would have.
    if (this.#owner.method === "HEAD" || status === 204 || status === 304) return;
    const codings = headers["content-encoding"];
    if (codings !== undefined) this.#decode(codingsOf(codings));
    // Without decompression the announced length is the length, so nobody has to read up to the limit first.
    else if (Number(headers["content-length"]) > this.#owner.maxBytes && !this.#owner.truncates) {
      this.#stop(this.#tooLarge());
    }
  }

  onResponseData(controller: Controller, chunk: Uint8Array): void {
    if (this.#settled) return;
    this.activity++;
    if (this.#decoder === undefined) this.#keep(chunk);
    else if (!this.#decoder.write(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    const loss = this.#owner.connectionLoss;
    if (this.#settled) return;
    if (loss !== undefined) {
      this.#fail(loss);
    } else if (this.#decoder === undefined) {
      this.#finish(false);
    } else {
      this.phase = "decoding";
      this.#decoder.end();
    }
  }

  onResponseError(_: Controller | null, error: Error): void {
    this.#fail(error);
  }

  #decode(codings: readonly string[]): void {
    if (codings.length === 0) return;
    const problem = undecodable(codings);
    if (problem !== undefined) {
      this.#stop(this.#undecodable(problem));
      return;
    }
    this.#decoder = new BodyDecoder(codings, {
      data: (chunk) => {
        this.activity++;
        if (!this.#settled) this.#keep(chunk);
      },
      end: () => {
        if (!this.#settled) this.#finish(false);
      },
      fail: (error) => this.#stop(this.#undecodable("the body does not match its content-encoding", error)),
      drain: () => this.#controller?.resume(),
    });
  }

  #keep(chunk: Uint8Array): void {
    const room = this.#owner.maxBytes - this.#size;
    if (chunk.length <= room) {
      this.#size += chunk.length;
      this.#chunks.push(chunk);
    } else if (this.#owner.truncates) {
      this.#size += room;
      this.#chunks.push(chunk.subarray(0, room));
      this.#finish(true);
      this.#release();
    } else {
      this.#stop(this.#tooLarge());
    }
  }

  #finish(truncated: boolean): void {
    this.#settled = true;
    const [first = EMPTY] = this.#chunks;
    const body = this.#chunks.length > 1 ? Buffer.concat(this.#chunks, this.#size) : first;
    this.#owner.responded({ status: this.#status, headers: this.#headers, body, truncated });
  }

  /** Ends the exchange with an error of ours. */
  #stop(error: McsError): void {
    this.#fail(error);
    this.#release();
  }

  #fail(error: Error): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#decoder?.destroy();
    this.#owner.failed(toNetworkError(error, this.#owner.place));
  }

  /** Gives up the connection, on which more of the body may be on its way. */
  #release(): void {
    this.#chunks = [];
    this.#decoder?.destroy();
    this.#controller?.abort(CANCELLED);
  }

  #tooLarge(): LimitError {
    const { place, maxBytes } = this.#owner;
    return new LimitError(`${place.label}: the response body is larger than ${maxBytes} bytes.`);
  }

  #undecodable(problem: string, cause?: Error): NetworkError {
    const { place } = this.#owner;
    return new NetworkError(`${place.label}: ${problem} (${place.host}).`, {
      reason: "undecodable",
      host: place.host,
      cause,
    });
  }
}

const EMPTY: Uint8Array = new Uint8Array(0);
/** Never seen by anybody: whoever cancels has said why. */
const CANCELLED = new Error("cancelled");
