import { BlockList, isIPv4, isIPv6 } from "node:net";

/**
 * IPv4 addresses that are nobody's on the public internet: RFC 6890 and its successors.
 */
const SPECIAL_IPV4 = [
  "0.0.0.0/8", // this host
  "10.0.0.0/8", // private
  "100.64.0.0/10", // carrier-grade NAT
  "127.0.0.0/8", // loopback
  "169.254.0.0/16", // link-local
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocol assignments
  "192.0.2.0/24", // documentation
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16", // private
  "198.18.0.0/15", // benchmarks
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, broadcast
];

/**
 * Of IPv6 only 2000::/3 is public, so the rest is refused as a whole: unspecified, loopback, mapped,
 * compatible, NAT64, unique local, link-local, multicast. What follows are the exceptions inside of it.
 */
const SPECIAL_IPV6 = [
  "::/3",
  "4000::/2",
  "8000::/1",
  "2001::/23", // protocol assignments, Teredo among them
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4
  "3fff::/20", // documentation
];

/** Services that hand out a machine's own credentials to whoever asks from inside of it. */
const METADATA_ADDRESSES = [
  "100.100.100.200",
  "168.63.129.16",
  "169.254.0.23",
  "169.254.42.42",
  "169.254.169.254",
  "169.254.170.2",
  "169.254.170.23",
  "192.0.0.192",
  "fd00:42::42",
  "fd00:ec2::23",
  "fd00:ec2::254",
  "fd20:ce::254",
];

export const METADATA_HOSTS: ReadonlySet<string> = new Set([
  "instance-data",
  "instance-data.ec2.internal",
  "metadata",
  "metadata.azure.internal",
  "metadata.goog",
  "metadata.google.internal",
]);

const special = rangesOf([...SPECIAL_IPV4, ...SPECIAL_IPV6]);
const metadata = rangesOf(METADATA_ADDRESSES);

/** Private, local, reserved: not on the public internet. */
export function isSpecialAddress(address: string): boolean {
  return inRanges(special, address);
}

export function isMetadataAddress(address: string): boolean {
  return inRanges(metadata, address);
}

/** One list for each family: a single one would take every IPv4 address for a part of the range ::/3. */
export interface Ranges {
  readonly ipv4: BlockList;
  readonly ipv6: BlockList;
}

/** Reads addresses and ranges in CIDR notation. */
export function rangesOf(ranges: readonly string[]): Ranges {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const range of ranges) {
    const [address = "", prefix] = range.split("/");
    const family = familyOf(address);
    if (prefix === undefined) lists[family].addAddress(address, family);
    else lists[family].addSubnet(address, Number(prefix), family);
  }
  return lists;
}

export function inRanges(ranges: Ranges, address: string): boolean {
  const family = familyOf(address);
  return ranges[family].check(address, family);
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIPv4(address) ? "ipv4" : "ipv6";
}

/** True for an address or a range that {@link rangesOf} reads. */
export function isRange(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
  if (bits === -1 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}

/**
 * An address and the IPv4 address that it stands for, where a translator or the system's own stack would
 * lead it there: mapped, compatible, NAT64 and 6to4. Both have to be allowed.
 */
export function facesOf(address: string): readonly string[] {
  const plain = address.replace(/%.*$/, "");
  // The first question to `isIPv6` compiles an expression for milliseconds, and no other address has a colon.
  if (!plain.includes(":") || !isIPv6(plain)) return [plain];
  const groups = groupsOf(plain);
  const embedded = embeddedIPv4(groups);
  return embedded === undefined ? [plain] : [plain, embedded];
}

function embeddedIPv4(groups: readonly number[]): string | undefined {
  const [a = 0, b = 0, c = 0] = groups;
  const zeros = (from: number, to: number): boolean => groups.slice(from, to).every((group) => group === 0);
  const tail = groups.slice(6);
  if (a === 0x2002) return dotted([b, c]);
  if (a === 0x64 && b === 0xff9b) return dotted(tail);
  if (!zeros(0, 4)) return undefined;
  const isMapped = (groups[4] === 0 && groups[5] === 0xffff) || (groups[4] === 0xffff && groups[5] === 0);
  // The first addresses of the compatible range are ::0 and ::1, which stand for no IPv4 address.
  const isCompatible = zeros(4, 6) && (tail[0] !== 0 || (tail[1] ?? 0) > 1);
  return isMapped || isCompatible ? dotted(tail) : undefined;
}

function dotted(groups: readonly number[]): string {
  return groups.flatMap((group) => [group >> 8, group & 0xff]).join(".");
}

/** The eight groups of an IPv6 address; the URL parser brings every notation to one. */
function groupsOf(address: string): readonly number[] {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = canonical.split("::");
  const parse = (part: string): number[] =>
    part === "" ? [] : part.split(":").map((group) => parseInt(group, 16));
  if (tail === undefined) return parse(head);
  const [left, right] = [parse(head), parse(tail)];
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}
