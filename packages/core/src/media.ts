/** Recognises media across several installed copies of the package. */
const MARK: unique symbol = Symbol.for("@mcs/core:media");

/** What a {@link Media} is made from: its bytes, or a reference to where they are. */
export interface MediaInit {
  /** A media type of RFC 6838, such as `image/png`. */
  readonly type: string;
  readonly name?: string;
  readonly bytes?: Uint8Array;
  /** A URL or a handle that a port understands. */
  readonly ref?: string;
  /** In bytes. @defaultValue the length of `bytes` */
  readonly size?: number;
}

/**
 * Binary content in arguments and results. A model sees its description (type, size, name), or passes it
 * as a `data:` URL of RFC 2397 or a handle; the bytes stay with the program.
 */
export class Media {
  /** The media type, such as `"image/png"`. */
  readonly type: string;
  /** A file name, without a path. */
  readonly name: string | undefined;
  /** In bytes; undefined where it is not known. */
  readonly size: number | undefined;
  /** Undefined where there is only a reference. */
  readonly bytes: Uint8Array | undefined;
  /** A handle or URL under which the bytes can be had. */
  readonly ref: string | undefined;

  constructor(init: MediaInit) {
    this.type = init.type;
    this.name = init.name;
    this.bytes = init.bytes;
    this.ref = init.ref;
    this.size = init.size ?? init.bytes?.byteLength;
    Object.defineProperty(this, MARK, { value: true });
  }

  /** True for media, whichever copy of the package made them. */
  static is(value: unknown): value is Media {
    return typeof value === "object" && value !== null && (value as { [MARK]?: unknown })[MARK] === true;
  }

  /** The media in a `data:` URL (RFC 2397, and `name=`), or undefined where the text is no such URL. */
  static fromDataUrl(text: string): Media | undefined {
    const match = /^data:([^,\p{Cc}]*),/iu.exec(text);
    if (match === null) return undefined;
    const parameters = (match[1] as string).split(";");
    const base64 = parameters.at(-1)?.trim().toLowerCase() === "base64";
    if (base64) parameters.pop();
    // Not of RFC 2397, but what models and browsers write to say what the file is called.
    const name = parameters.find((parameter) => NAME.test(parameter));
    const type = parameters.filter((parameter) => parameter !== name).join(";");
    const payload = text.slice(match[0].length);
    const bytes = base64 ? decodeBase64(payload) : decodePercent(payload);
    if (bytes === undefined) return undefined;
    return new Media({
      type: type === "" ? "text/plain;charset=US-ASCII" : type.startsWith(";") ? `text/plain${type}` : type,
      bytes,
      ...(name === undefined ? {} : { name: decodedName(name.replace(NAME, "")) }),
    });
  }

  /** The description, without the bytes. */
  toJSON(): { media: { type: string; name?: string; size?: number; ref?: string } } {
    const { type, name, size, ref } = this;
    return {
      media: {
        type,
        ...(name === undefined ? {} : { name }),
        ...(size === undefined ? {} : { size }),
        ...(ref === undefined ? {} : { ref }),
      },
    };
  }
}

const NAME = /^\s*(?:file)?name=/i;

/** A name that is not percent-encoded as it should be is taken as it is. */
function decodedName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function decodeBase64(payload: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(decodeURIComponent(payload)), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function decodePercent(payload: string): Uint8Array | undefined {
  try {
    return new TextEncoder().encode(decodeURIComponent(payload));
  } catch {
    return undefined;
  }
}
