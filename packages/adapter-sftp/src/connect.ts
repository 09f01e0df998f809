import { ConfigurationError, type Credential, revealCredential, TimeoutError } from "@mcs/core";
import type { Client, ConnectConfig } from "ssh2";
import { fingerprintOf, isKnown } from "./host-key.ts";
import type { Settings } from "./options.ts";
import { Session } from "./session.ts";

export interface Connected {
  readonly session: Session;
  /** Says goodbye. */
  readonly end: () => void;
}

/**
 * Connects, checks the server's key before anything is told to it, and opens an SFTP session.
 *
 * @param lost is called once the session has ended, by whichever side
 */
export async function connect(settings: Settings, lost: () => void): Promise<Connected> {
  // The library is loaded when it is needed; it is CommonJS.
  const { default: ssh2 } = await import("ssh2");
  const client = new ssh2.Client();
  const opened = new Promise<Connected>((resolve, reject) => {
    let refused: Error | undefined;
    const fail = (error: Error) => reject(refused ?? error);
    client.on("error", fail);
    client.on("close", () => fail(new Error("the server closed the connection")));
    client.on("ready", () => {
      // Requests are small and each waits for its answer.
      client.setNoDelay(true);
      client.sftp((error, sftp) => {
        if (error !== undefined) return fail(error);
        const session = new Session(sftp, settings.requestMs, () => {
          forget();
          client.destroy();
        });
        const forget = () => {
          session.ended = true;
          lost();
        };
        client.on("close", forget);
        sftp.on("close", forget);
        resolve({ session, end: () => client.end() });
      });
    });
    const verify = (key: Buffer): boolean => {
      if (isKnown(key, settings.hostKeys)) return true;
      refused = new ConfigurationError(
        `The server shows the key ${fingerprintOf(key)}, which is not hostKey.`,
        {
          remedy: "Ask its operator whether the key was changed; another machine may be answering.",
        },
      );
      return false;
    };
    client.connect({ ...account(settings), hostVerifier: verify });
  });
  return opened.catch((error: unknown) => {
    client.destroy();
    throw isTimeout(error)
      ? new TimeoutError(`The server did not answer within ${settings.connectMs} ms.`, { cause: error })
      : error;
  });
}

function account(settings: Settings): ConnectConfig & Parameters<Client["connect"]>[0] {
  const { host, port, username, connectMs } = settings;
  return {
    host,
    port,
    username,
    readyTimeout: connectMs,
    keepaliveInterval: settings.requestMs,
    ...revealed("password", settings.password),
    ...revealed("privateKey", settings.privateKey),
    ...revealed("passphrase", settings.passphrase),
  };
}

function revealed(name: string, credential: Credential | undefined): Readonly<Record<string, string>> {
  return credential === undefined ? {} : { [name]: revealCredential(credential) };
}

function isTimeout(error: unknown): boolean {
  return (error as { level?: unknown }).level === "client-timeout";
}
