import { randomBytes } from "node:crypto";
import type { Client } from "@awo00/smb2";
import { revealCredential, TimeoutError } from "@mcs/core";
import { withinTime } from "@mcs/core/files";
import { ConnectionLost, STATUS, StatusError } from "./errors.ts";
import { AT, Frames, PREFIX, prefixOf } from "./frames.ts";
import { authenticate, negotiateMessage } from "./ntlm.ts";
import type { Settings } from "./options.ts";
import { isGenuine, sign } from "./signing.ts";

type Response = Awaited<ReturnType<Client["send"]>>;
type Header = NonNullable<Parameters<Client["createRequest"]>[0]>;
type Body = Readonly<Record<string, unknown>>;

/** Packet types, as the protocol numbers them. */
export const PACKET = {
  negotiate: 0,
  sessionSetup: 1,
  logOff: 2,
  treeConnect: 3,
  create: 5,
  close: 6,
  read: 8,
  write: 9,
  echo: 13,
  queryDirectory: 14,
  queryInfo: 16,
  setInfo: 17,
} as const;

const DIALECTS = [0x0202, 0x0210];
const SIGNING_REQUIRED = 2;
/** The account is not known, and somebody without a password was let in. */
const GUEST_OR_NOBODY = 0x0003;
/** How many requests may be under way: fewer than the credits that every server gives. */
const AT_ONCE = 8;

/**
 * One session with a share. Of the library it uses the packets and the socket; the rest of the library
 * authenticates in a way that is not safe, and overlooks answers that come late.
 */
export class Connection {
  readonly #client: Client;
  readonly #requestMs: number;
  readonly #lost: Promise<never>;
  readonly #waiting: (() => void)[] = [];
  readonly #answers = new Map<bigint, (packet: Buffer) => void>();
  #session: Header = {};
  #key: Buffer | undefined;
  #underWay = 0;

  constructor(client: Client, requestMs: number, lost: Promise<never>) {
    this.#client = client;
    this.#requestMs = requestMs;
    this.#lost = lost;
  }

  /** Authenticates, and connects to the share. From then on every packet is signed, in both directions. */
  async begin({ host, share, username, domain, password: credential }: Settings): Promise<void> {
    const password = revealCredential(credential);
    const securityMode = SIGNING_REQUIRED;
    await this.#exchange(PACKET.negotiate, { securityMode, dialects: DIALECTS, clientGuid: randomBytes(16) });
    const challenge = await this.#exchange(PACKET.sessionSetup, { securityMode, buffer: negotiateMessage() });
    this.#session = { sessionId: challenge.header.sessionId ?? "" };
    const offer = Buffer.isBuffer(challenge.body.buffer) ? challenge.body.buffer : Buffer.alloc(0);
    const { message, sessionKey } = authenticate(offer, { username, domain, password });
    const { body } = await this.#exchange(PACKET.sessionSetup, { securityMode, buffer: message });
    if ((Number(body.sessionFlags) & GUEST_OR_NOBODY) !== 0) throw new StatusError(STATUS.LOGON_FAILURE);
    this.#key = sessionKey;
    const path = Buffer.from(`\\\\${host}\\${share}`, "ucs2");
    const tree = await this.#exchange(PACKET.treeConnect, { buffer: path });
    this.#session = { ...this.#session, treeId: tree.header.treeId ?? 0 };
  }

  /**
   * Takes a packet that has arrived, its length in front.
   *
   * @throws Error for one that the server did not sign.
   */
  receive(frame: Buffer): void {
    if (this.#key !== undefined && !isGenuine(frame.subarray(PREFIX), this.#key)) {
      throw new Error("an answer is not signed by the server that the account belongs to");
    }
    const packet = frame.subarray(PREFIX);
    const answer = this.#answers.get(packet.readBigUInt64LE(AT.messageId));
    if (answer === undefined) this.#client.onData(frame);
    else if (packet.readUInt32LE(AT.status) !== STATUS.PENDING) answer(packet);
  }

  /**
   * One request and the body of its response.
   *
   * @throws StatusError for a response that is no success.
   */
  send(type: number, body: Body): Promise<Body> {
    return this.#inTurn(async () => (await this.#exchange(type, body)).body);
  }

  /**
   * One request of a type that the library does not know, and the packet that answers it.
   *
   * @throws StatusError for a response that is no success.
   */
  sendRaw(type: number, body: Buffer): Promise<Buffer> {
    return this.#inTurn(async () => {
      if (!this.#client.connected) throw new ConnectionLost("the connection was lost");
      const request = this.#client.createRequest({ type: PACKET.echo, ...this.#session });
      const id = request.header.messageId ?? 0n;
      const packet = Buffer.concat([request.serialize().subarray(PREFIX, PREFIX + AT.body), body]);
      packet.writeUInt16LE(type, AT.type);
      if (this.#key !== undefined) sign(packet, this.#key);
      const answer = new Promise<Buffer>((resolve) => this.#answers.set(id, resolve));
      try {
        this.#client.socket.write(Buffer.concat([prefixOf(packet), packet]));
        const response = await Promise.race([this.#inTime(answer), this.#lost]);
        const status = response.readUInt32LE(AT.status);
        if (status !== 0) throw new StatusError(status);
        return response;
      } finally {
        this.#answers.delete(id);
      }
    });
  }

  async close(): Promise<void> {
    await this.#exchange(PACKET.logOff, {}).catch(() => {});
    await this.#client.close();
  }

  async #inTurn<T>(run: () => Promise<T>): Promise<T> {
    while (this.#underWay >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#underWay++;
    try {
      return await run();
    } finally {
      this.#underWay--;
      this.#waiting.shift()?.();
    }
  }

  async #exchange(type: number, body: Body): Promise<Response> {
    const request = this.#client.createRequest({ type, ...this.#session }, body);
    if (this.#key !== undefined) {
      const packet = request.serialize();
      sign(packet.subarray(PREFIX), this.#key);
      request.serialize = () => packet;
    }
    const id = request.header.messageId ?? 0n;
    try {
      const sent = this.#client.send(request).catch((error: unknown) => Promise.reject(this.#failure(error)));
      let response = await Promise.race([sent, this.#lost]);
      while (statusOf(response) === STATUS.PENDING) {
        response = await Promise.race([this.#later(id), this.#lost]);
      }
      const status = statusOf(response);
      if (status !== 0 && status !== STATUS.MORE_PROCESSING_REQUIRED) throw new StatusError(status);
      return response;
    } finally {
      // The library leaves the timer of a request that failed running, and that keeps the process.
      clearTimeout(this.#client.requestTimeoutIdMap.get(id));
      this.#client.requestTimeoutIdMap.delete(id);
    }
  }

  /** The answer to a request that the server has only taken note of yet. */
  #later(id: bigint): Promise<Response> {
    const answer = new Promise<Response>((resolve) => {
      const early = this.#client.responseMap.get(id);
      if (early === undefined) {
        // The library forgets its callback right after it has called it.
        queueMicrotask(() => this.#client.responseCallbackMap.set(id, resolve));
      } else {
        this.#client.responseMap.delete(id);
        resolve(early);
      }
    });
    return this.#inTime(answer);
  }

  /** Where nothing comes in time, nothing may ever come over this connection again. */
  #inTime<T>(answer: Promise<T>): Promise<T> {
    return withinTime(this.#requestMs, "The server's answer", answer).catch((error: unknown) => {
      if (error instanceof TimeoutError) this.#client.socket?.destroy();
      throw error;
    });
  }

  /** The library rejects with the response itself. */
  #failure(error: unknown): unknown {
    const { header, message } = error as { header?: Response["header"]; message?: unknown };
    if (header !== undefined) return new StatusError(statusOf({ header }));
    if (message === "not_connected") return new ConnectionLost("the connection was lost");
    if (!String(message).startsWith("request_timeout")) return error;
    this.#client.socket?.destroy();
    return new Error(`the server did not answer within ${this.#requestMs} ms`);
  }
}

/** @param lost is called once the connection has ended, by whichever side */
export async function connect(settings: Settings, lost: () => void): Promise<Connection> {
  const { host, port, connectMs, requestMs } = settings;
  // The library is loaded when it is needed; it is CommonJS.
  const { default: smb2 } = await import("@awo00/smb2");
  const client = new smb2.Client(host, { port, connectTimeout: connectMs, requestTimeout: requestMs });
  // It prints errors otherwise; what it prints here is rejected with as well.
  client.onError = () => {};
  await client.connect();
  const { socket } = client;
  socket.setNoDelay(true);
  let reason: unknown;
  const ended = new Promise<never>((_, reject) => {
    socket.once("close", () => {
      lost();
      reject(reason ?? new ConnectionLost("the connection was lost"));
    });
    socket.once("end", () => socket.destroy());
  });
  ended.catch(() => {});
  const connection = new Connection(client, requestMs, ended);
  const frames = new Frames();
  socket.removeListener("data", client.onData);
  socket.on("data", (chunk: Buffer) => {
    try {
      for (const frame of frames.take(chunk)) connection.receive(frame);
    } catch (error) {
      reason = error;
      socket.destroy();
    }
  });
  try {
    await connection.begin(settings);
    return connection;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function statusOf({ header }: Pick<Response, "header">): number {
  return Number(header.status ?? 0) >>> 0;
}
