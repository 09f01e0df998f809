import { type ChildProcess, fork } from "node:child_process";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { EngineLimits, FromEngine, ToEngine } from "./messages.ts";

/** How the process ended while it was asked something. */
export class EngineEnded extends Error {
  /** It ended itself, or the system did: there was not enough memory. */
  readonly isMemory: boolean;

  constructor(isMemory: boolean) {
    super("The engine's process ended.");
    this.isMemory = isMemory;
  }
}

/** A process with the engine in it, from here. It is asked one thing at a time. */
export class EngineProcess {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #ended: Promise<void>;
  #isAlive = true;

  constructor(limits: EngineLimits) {
    // An entry of the package, so that it is found in the source and in what is published alike.
    const file = fileURLToPath(import.meta.resolve("@mcs/driver-csv/engine"));
    this.#folder = limits.folder;
    this.#child = fork(file, [], {
      // Nothing of the program's environment or its output is the engine's business; times without a zone are in UTC.
      env: { TZ: "UTC" },
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      execArgv: [],
      serialization: "json",
    });
    this.#ended = new Promise((resolve) => {
      const end = (): void => {
        this.#isAlive = false;
        resolve();
      };
      this.#child.once("exit", end);
      this.#child.once("error", end);
    });
    this.rest();
    this.#child.send({ type: "limits", limits } satisfies ToEngine);
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get folder(): string {
    return this.#folder;
  }

  /**
   * Ends the process when the signal fires: nothing less ends a query for certain.
   *
   * @throws EngineEnded where it ended before it answered; the signal's reason
   */
  async ask(message: ToEngine, signal: AbortSignal): Promise<FromEngine> {
    signal.throwIfAborted();
    this.#child.ref();
    this.#child.channel?.ref();
    const child = this.#child;
    try {
      return await new Promise<FromEngine>((resolve, reject) => {
        const finish = (): void => {
          child.off("message", onMessage);
          child.off("exit", onExit);
          child.off("error", onError);
          signal.removeEventListener("abort", onAbort);
        };
        const onMessage = (answer: unknown): void => {
          finish();
          resolve(answer as FromEngine);
        };
        const onExit = (_code: number | null, killed: NodeJS.Signals | null): void => {
          finish();
          reject(new EngineEnded(killed === "SIGKILL"));
        };
        const onError = (): void => {
          finish();
          reject(new EngineEnded(false));
        };
        const onAbort = (): void => {
          finish();
          child.kill("SIGKILL");
          reject(signal.reason as Error);
        };
        child.on("message", onMessage);
        child.on("exit", onExit);
        child.on("error", onError);
        signal.addEventListener("abort", onAbort, { once: true });
        if (!this.#isAlive) return onError();
        child.send(message, (error) => {
          if (error !== null) onError();
        });
      });
    } finally {
      this.rest();
    }
  }

  /** Does not keep the program running. */
  rest(): void {
    this.#child.unref();
    this.#child.channel?.unref();
  }

  async close(): Promise<void> {
    // Its end is waited for: the program stays for it.
    if (this.#isAlive) this.#child.ref();
    this.#child.kill("SIGKILL");
    await this.#ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}
