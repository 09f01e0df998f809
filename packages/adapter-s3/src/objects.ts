import { setTimeout } from "node:timers/promises";
import type {
  GetObjectCommandOutput,
  HeadObjectCommandOutput,
  PutObjectCommandInput,
  S3,
} from "@aws-sdk/client-s3";
import { revealCredential } from "@mcs/core";
import { checkSignal, SharedConnection } from "@mcs/core/files";
import { hasStatus, isMissing } from "./errors.ts";
import { decodeKey } from "./keys.ts";
import type { S3Credentials, Settings } from "./options.ts";

/** What one request may remove. */
const REMOVED_AT_ONCE = 1_000;
/** How often a write is tried that meets another one, as the documentation of S3 asks for. */
const CONFLICT_TRIES = 10;
const CONFLICT_WAIT_MS = 50;

type Signal = AbortSignal | undefined;

/** What a write depends on: that there is no object, or that it has this entity tag. */
export type Condition = { readonly ifNone: true } | { readonly ifMatch: string } | undefined;

/** What stays when an object is replaced. */
export type Kept = Pick<
  PutObjectCommandInput,
  | "CacheControl"
  | "ContentDisposition"
  | "ContentEncoding"
  | "ContentLanguage"
  | "ContentType"
  | "Metadata"
  | "StorageClass"
>;

export interface Page {
  readonly objects: readonly StoredObject[];
  /** What further keys begin with, up to and with a slash. */
  readonly prefixes: readonly string[];
}

export interface StoredObject {
  readonly key: string;
  readonly size: number;
  readonly modifiedMs: number | undefined;
}

/** The objects of one bucket. */
export class Objects {
  readonly #settings: Settings;
  readonly #s3: SharedConnection<S3>;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#s3 = new SharedConnection(
      () => connect(settings),
      async (s3) => s3.destroy(),
    );
  }

  async head(key: string, signal: Signal): Promise<HeadObjectCommandOutput | undefined> {
    const s3 = await this.#s3.get();
    try {
      return await s3.headObject({ ...this.#at(key) }, until(signal));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Resolves when the response begins. */
  async get(key: string, range: string, etag: string, signal: Signal): Promise<GetObjectCommandOutput> {
    const s3 = await this.#s3.get();
    return s3.getObject({ ...this.#at(key), Range: range, IfMatch: etag }, until(signal));
  }

  /** @returns the entity tag of what was written */
  put(
    key: string,
    content: Uint8Array,
    condition: Condition,
    kept: Kept,
    signal: Signal,
  ): Promise<string | undefined> {
    return this.#write(signal, async (s3) => {
      const input = { ...kept, ...this.#at(key), ...this.#headers(condition), Body: content };
      return (await s3.putObject(input, until(signal))).ETag;
    });
  }

  /** @param etag of the source; any when undefined */
  async copy(
    source: string,
    etag: string | undefined,
    target: string,
    condition: Condition,
    signal: Signal,
  ): Promise<void> {
    const encoded = source.split("/").map(encodeURIComponent).join("/");
    await this.#write(signal, (s3) =>
      s3.copyObject(
        {
          ...this.#at(target),
          CopySource: `${this.#settings.bucket}/${encoded}`,
          ...(etag === undefined ? {} : { CopySourceIfMatch: etag }),
          ...this.#headers(condition),
        },
        until(signal),
      ),
    );
  }

  /** Removes one object; one that is not there is no error. */
  async remove(key: string, condition: Condition, signal: Signal): Promise<void> {
    const s3 = await this.#s3.get();
    await s3.deleteObject({ ...this.#at(key), ...this.#headers(condition) }, until(signal));
  }

  async removeAll(keys: readonly string[], signal: Signal): Promise<void> {
    const s3 = await this.#s3.get();
    for (let at = 0; at < keys.length; at += REMOVED_AT_ONCE) {
      checkSignal(signal);
      const Objects = keys.slice(at, at + REMOVED_AT_ONCE).map((Key) => ({ Key }));
      const input = { Bucket: this.#settings.bucket, Delete: { Objects, Quiet: true } };
      const [failed] = (await s3.deleteObjects(input, until(signal))).Errors ?? [];
      if (failed !== undefined) {
        const status = failed.Code === "AccessDenied" ? 403 : 500;
        throw Object.assign(new Error(), { name: failed.Code, $metadata: { httpStatusCode: status } });
      }
    }
  }

  /** True when at least one key begins so. */
  async anyBelow(prefix: string, signal: Signal): Promise<boolean> {
    for await (const { objects } of this.pages(prefix, { limit: 1 }, signal)) return objects.length > 0;
    return false;
  }

  /** @param options.delimiter groups the keys by what they have up to it */
  async *pages(
    prefix: string,
    { delimiter, limit }: { readonly delimiter?: string; readonly limit?: number },
    signal: Signal,
  ): AsyncGenerator<Page> {
    const s3 = await this.#s3.get();
    let token: string | undefined;
    do {
      const answer = await s3.listObjectsV2(
        {
          Bucket: this.#settings.bucket,
          Prefix: prefix,
          Delimiter: delimiter,
          MaxKeys: limit,
          EncodingType: "url",
          ContinuationToken: token,
        },
        until(signal),
      );
      const decoded = (key = "") => decodeKey(key, answer.EncodingType);
      yield {
        objects: (answer.Contents ?? []).map(({ Key, Size = 0, LastModified }) => ({
          key: decoded(Key),
          size: Size,
          modifiedMs: LastModified?.getTime(),
        })),
        prefixes: (answer.CommonPrefixes ?? []).map(({ Prefix }) => decoded(Prefix)),
      };
      token = answer.NextContinuationToken;
    } while (token !== undefined);
  }

  close(): Promise<void> {
    return this.#s3.close();
  }

  /** Two writes that meet are no error of either: S3 asks to send them again. */
  async #write<T>(signal: Signal, send: (s3: S3) => Promise<T>): Promise<T> {
    const s3 = await this.#s3.get();
    for (let tries = 1; ; tries++) {
      checkSignal(signal);
      try {
        return await send(s3);
      } catch (error) {
        if (!hasStatus(error, 409) || tries === CONFLICT_TRIES) throw error;
      }
      await setTimeout(CONFLICT_WAIT_MS);
    }
  }

  #at(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#settings.bucket, Key: key };
  }

  #headers(condition: Condition): { readonly IfNoneMatch?: string; readonly IfMatch?: string } {
    if (condition === undefined || !this.#settings.conditionalWrites) return {};
    return "ifNone" in condition ? { IfNoneMatch: "*" } : { IfMatch: condition.ifMatch };
  }
}

async function connect(settings: Settings): Promise<S3> {
  // The SDK is loaded when it is needed: it takes a while.
  const { S3: Client } = await import("@aws-sdk/client-s3");
  const { region, endpoint, pathStyle, credentials, connectMs, requestMs } = settings;
  return new Client({
    region,
    forcePathStyle: pathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials: async () => revealed(credentials) }),
    requestHandler: { connectionTimeout: connectMs, requestTimeout: requestMs, throwOnRequestTimeout: true },
    // Many servers do not know the newer checksums.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
}

function revealed({ accessKeyId, secretAccessKey, sessionToken }: S3Credentials) {
  return {
    accessKeyId: typeof accessKeyId === "string" ? accessKeyId : revealCredential(accessKeyId),
    secretAccessKey: revealCredential(secretAccessKey),
    ...(sessionToken === undefined ? {} : { sessionToken: revealCredential(sessionToken) }),
  };
}

function until(signal: Signal): { readonly abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}
