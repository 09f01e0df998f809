import { PassThrough, Writable } from "node:stream";
import { type DriverFactory, Interrupts, type Io, run } from "../src/index.ts";
import { petsDriver } from "./pets-driver.ts";

export interface World {
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in. @defaultValue nothing, at its end */
  readonly stdin?: string;
  /** Which streams are terminals, and how wide. @defaultValue none */
  readonly terminal?: { readonly stdin?: boolean; readonly stdout?: boolean; readonly stderr?: boolean };
  readonly columns?: number;
  /** @defaultValue the pets */
  readonly createDriver?: DriverFactory;
}

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A run of `mcs` in this process whose output can be read while it is under way. */
export interface RunningCli {
  readonly done: Promise<Outcome>;
  /** Presses Ctrl-C; false where nobody listens. */
  readonly interrupt: () => boolean;
  readonly type: (text: string) => void;
  /** Resolves when the output, both streams together, holds the text `times` times. */
  readonly shows: (text: string, times?: number) => Promise<void>;
}

/** Runs `mcs` in this process, with streams that are recorded. */
export function runCli(argv: readonly string[], world: World = {}): Promise<Outcome> {
  return startCli(argv, world).done;
}

export function startCli(argv: readonly string[], world: World = {}): RunningCli {
  const { terminal = {}, columns = 80, env = {} } = world;
  const waiting = new Set<() => void>();
  const written = { out: "", err: "" };
  const recorder = (key: "out" | "err", isTTY: boolean) =>
    Object.assign(
      new Writable({
        write(chunk: Buffer, _encoding, callback) {
          written[key] += chunk.toString("latin1");
          for (const check of waiting) check();
          callback();
        },
      }),
      { isTTY, columns },
    );
  const stdin = Object.assign(new PassThrough(), { isTTY: terminal.stdin === true });
  if (!terminal.stdin) stdin.end(world.stdin ?? "");
  const interrupts = new Interrupts();
  const io: Io = {
    stdin,
    stdout: recorder("out", terminal.stdout === true),
    stderr: recorder("err", terminal.stderr === true),
    env,
    createDriver: world.createDriver ?? (async () => petsDriver()),
    onInterrupt: interrupts.add,
  };
  const utf8 = (latin1: string): string => Buffer.from(latin1, "latin1").toString("utf8");
  const done = run(argv, io).then((code) => ({ code, out: utf8(written.out), err: utf8(written.err) }));
  return {
    done,
    interrupt: () => interrupts.fire(),
    type: (text) => void stdin.write(text),
    shows: (text, times = 1) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (utf8(written.out + written.err).split(text).length <= times) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}
