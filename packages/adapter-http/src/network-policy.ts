import { isIP } from "node:net";
import {
  facesOf,
  inRanges,
  isMetadataAddress,
  isRange,
  isSpecialAddress,
  METADATA_HOSTS,
  type Ranges,
  rangesOf,
} from "./addresses.ts";
import { badOption, NetworkRefusedError } from "./errors.ts";
import type { NetworkOptions } from "./options.ts";
import { nameOf, type Origin } from "./target.ts";

/** Decides which destinations are reached: by name when a pool is made, by address when a socket connects. */
export class NetworkPolicy {
  readonly #allowPrivate: boolean;
  readonly #schemes: ReadonlySet<string>;
  readonly #allow: Destinations;
  readonly #deny: Destinations;

  constructor(options: Required<NetworkOptions>) {
    this.#allowPrivate = options.allowPrivate;
    if (!options.schemes.every((scheme) => scheme === "http" || scheme === "https")) {
      throw badOption("network.schemes", "holds something else than http and https");
    }
    this.#schemes = new Set(options.schemes.map((scheme) => `${scheme}:`));
    this.#allow = new Destinations("network.allow", options.allow);
    this.#deny = new Destinations("network.deny", options.deny);
  }

  /** What can be said before anything is resolved: undefined when nothing is against it. */
  refusalOfOrigin(origin: Origin, trusted: boolean): NetworkRefusedError | undefined {
    if (!this.#schemes.has(origin.protocol)) {
      return refused(origin, `the scheme ${origin.protocol.slice(0, -1)} is not allowed`);
    }
    if (this.#deny.hasHost(origin)) return refused(origin, "it is denied");
    if (METADATA_HOSTS.has(origin.name) && !this.#allow.hasHost(origin)) {
      return refused(origin, "it is a cloud metadata service", METADATA_REMEDY);
    }
    const address = isLocalName(origin.name) ? "127.0.0.1" : origin.name;
    return isIP(address) === 0 ? undefined : this.refusalOfAddress(address, origin, trusted);
  }

  /** Whether the origin may be spoken to at this address. */
  refusalOfAddress(address: string, origin: Origin, trusted: boolean): NetworkRefusedError | undefined {
    const faces = facesOf(address);
    if (faces.some((face) => this.#deny.hasAddress(face, origin))) {
      return refused(origin, `${address} is denied`);
    }
    if (faces.some(isMetadataAddress) && !this.#namesMetadata(faces, origin)) {
      return refused(origin, `${address} is a cloud metadata service`, METADATA_REMEDY);
    }
    if (trusted || this.#allowPrivate || this.#allow.hasHost(origin)) return undefined;
    const forbidden = faces.some((face) => isSpecialAddress(face) && !this.#allow.hasAddress(face, origin));
    return forbidden ? refused(origin, `${address} is not a public address`, PRIVATE_REMEDY) : undefined;
  }

  /** A wide range does not name what happens to lie in it: the address itself or its well-known name does. */
  #namesMetadata(faces: readonly string[], origin: Origin): boolean {
    return (
      faces.every((face) => !isMetadataAddress(face) || this.#allow.namesAddress(face, origin)) ||
      (METADATA_HOSTS.has(origin.name) && this.#allow.hasHost(origin))
    );
  }
}

/** RFC 6761: they never mean anything else, whatever a resolver says. */
function isLocalName(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost");
}

const PRIVATE_REMEDY = "Name the destination in network.allow if it is meant.";
const METADATA_REMEDY = "It is reached only when network.allow names it.";

function refused(origin: Origin, why: string, remedy?: string): NetworkRefusedError {
  return new NetworkRefusedError(`The network policy refuses ${origin.origin}: ${why}.`, {
    host: origin.host,
    ...(remedy === undefined ? {} : { remedy }),
  });
}

/** Hosts, addresses and ranges, each with or without a port. */
class Destinations {
  readonly #names = new Set<string>();
  /** Ranges by port; those for every port under the empty string. */
  readonly #ranges = new Map<string, Ranges>();

  constructor(option: string, entries: readonly string[]) {
    const ranges = new Map<string, string[]>();
    for (const entry of entries) {
      const { name, port } = parseEntry(option, entry);
      this.#names.add(port === "" ? name : `${name}:${port}`);
      if (isRange(name)) ranges.set(port, [...(ranges.get(port) ?? []), name]);
    }
    for (const [port, list] of ranges) this.#ranges.set(port, rangesOf(list));
  }

  hasHost({ name, port }: Origin): boolean {
    return this.#names.has(name) || this.#names.has(`${name}:${port}`);
  }

  /** Named itself, not only as a part of a range. */
  namesAddress(address: string, { port }: Origin): boolean {
    return this.#names.has(address) || this.#names.has(`${address}:${port}`);
  }

  hasAddress(address: string, { port }: Origin): boolean {
    for (const key of ["", port]) {
      const list = this.#ranges.get(key);
      if (list !== undefined && inRanges(list, address)) return true;
    }
    return false;
  }
}

function parseEntry(option: string, entry: string): { name: string; port: string } {
  if (isRange(entry)) return { name: canonical(entry), port: "" };
  const match = /^(\[[0-9a-f:.]+\]|[^:/\s[\]@]+)(?::(\d{1,5}))?$/i.exec(entry);
  const url = match === null ? undefined : URL.parse(`http://${match[1]}`);
  if (match === null || url === null || url === undefined) {
    throw badOption(option, `has an entry that is no host, address or range: ${JSON.stringify(entry)}`);
  }
  return { name: nameOf(url.hostname), port: match[2] ?? "" };
}

/** One spelling for each address; ranges keep theirs. */
function canonical(range: string): string {
  if (range.includes("/")) return range;
  return nameOf(new URL(range.includes(":") ? `http://[${range}]` : `http://${range}`).hostname);
}
