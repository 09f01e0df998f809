import { ConfigurationError } from "@mcs/core";
import type { FilesystemPort } from "@mcs/core/ports";
import type { Access, RootChoice, RootOptions } from "./options.ts";
import { type Root, Roots, readOnly } from "./roots.ts";

/** A root as it was configured; its port may have to be opened yet. */
type Configured = RootOptions & { readonly access: Access };

/** Root names are segments of paths that models write. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/;

/** The roots of a driver, and the one port that stands for all of them. */
export class Backend {
  /** One root without a name, or several with theirs. */
  readonly #roots: ReadonlyMap<string, Configured>;
  readonly hasNames: boolean;
  readonly #opened: FilesystemPort[] = [];
  #port: Promise<FilesystemPort> | undefined;
  /** The port once it is there: waiting for a promise costs a turn in every call. */
  #ready: FilesystemPort | undefined;

  /** @throws ConfigurationError where there is no root, or a name that cannot be one. */
  constructor(choice: RootChoice) {
    this.hasNames = choice.roots !== undefined;
    this.#roots = configured(choice);
  }

  /** Whether there is a root with this right. */
  allows(access: Access): boolean {
    return [...this.#roots.values()].some((root) => access === "read" || root.access === access);
  }

  /** The adapters of the roots, each once. */
  get adapters(): readonly string[] {
    return [...new Set([...this.#roots.values()].map(({ port }) => port?.adapter ?? "localfs"))];
  }

  /** The first segment of a path, where that names a root; "" otherwise. */
  rootOf(path: string): string {
    return this.hasNames ? (path.split("/")[0] ?? "") : "";
  }

  async port(): Promise<FilesystemPort> {
    if (this.#ready !== undefined) return this.#ready;
    this.#port ??= this.#open();
    try {
      this.#ready = await this.#port;
      return this.#ready;
    } catch (error) {
      // The next call tries again.
      this.#port = undefined;
      throw error;
    }
  }

  /** Closes the ports that were opened here; one that was passed in is its owner's to close. */
  async close(): Promise<void> {
    await this.#port?.catch(() => {});
    await Promise.all(this.#opened.splice(0).map((port) => port.close()));
    this.#port = undefined;
    this.#ready = undefined;
  }

  async #open(): Promise<FilesystemPort> {
    const roots = new Map<string, Root>();
    for (const [name, root] of this.#roots) {
      roots.set(name, { port: root.port ?? (await this.#local(root)), access: root.access });
    }
    const single = roots.get("");
    if (single === undefined) return new Roots(roots);
    return single.access === "write" ? single.port : readOnly(single.port);
  }

  async #local({ root, local, access }: Configured & { readonly root: string }): Promise<FilesystemPort> {
    const { LocalFsAdapter } = await import("@mcs/adapter-localfs");
    const port = new LocalFsAdapter({ access, ...local, root });
    this.#opened.push(port);
    return port;
  }
}

function configured(choice: RootChoice): ReadonlyMap<string, Configured> {
  if (choice.roots === undefined) return new Map([["", checked("", choice, "write")]]);
  if ("root" in choice || "port" in choice) {
    throw new ConfigurationError("There are roots, and root or port beside them.", {
      remedy: "Give the one root another name among roots.",
    });
  }
  const { roots, access = "write" } = choice;
  for (const name of Object.keys(roots)) {
    if (NAME.test(name)) continue;
    throw new ConfigurationError(`A root cannot be named ${JSON.stringify(name)}.`, {
      remedy: "Use letters, digits, _, - and dots.",
    });
  }
  return new Map(Object.entries(roots).map(([name, root]) => [name, checked(name, root, access)]));
}

function checked(name: string, root: RootOptions, fallback: Access): Configured {
  const { access = fallback } = root;
  const label = name === "" ? "The driver" : `The root ${name}`;
  const has = [root.root, root.port].filter((place) => place !== undefined).length;
  if (has !== 1 || root.root === "") {
    throw new ConfigurationError(`${label} ${has > 1 ? "has both root and port" : "has no root"}.`, {
      remedy: "Give root, a path, or port. Nothing is allowed without it.",
    });
  }
  if (access === "read" || access === "write") return { ...root, access };
  throw new ConfigurationError(`${label} has the access ${JSON.stringify(access)}.`, {
    remedy: 'It is "read" or "write".',
  });
}
