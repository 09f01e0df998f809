import type { MemoryS3 } from "./memory-s3.ts";

/** What ListObjectsV2 answers: at most 1,000 keys and prefixes together, encoded, in order. */
export function listing(objects: MemoryS3["objects"], query: URLSearchParams): string {
  const [prefix, delimiter] = [query.get("prefix") ?? "", query.get("delimiter") ?? ""];
  const [limit, after] = [Number(query.get("max-keys") ?? 1_000), query.get("continuation-token") ?? ""];
  const items = new Map<string, () => string>();
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix));
  for (const key of keys.sort((left, right) => (left < right ? -1 : 1))) {
    const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    if (end === -1) items.set(key, () => contents(objects, key));
    else {
      const group = key.slice(0, end + 1);
      items.set(group, () => `<CommonPrefixes><Prefix>${encode(group)}</Prefix></CommonPrefixes>`);
    }
  }
  const left = [...items].filter(([name]) => after === "" || name > after);
  const page = left.slice(0, limit);
  const last = page.at(-1)?.[0] ?? "";
  const isTruncated = left.length > limit;
  const token = isTruncated ? `<NextContinuationToken>${escaped(last)}</NextContinuationToken>` : "";
  const entries = page.map(([, write]) => write()).join("");
  return `<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>${isTruncated}</IsTruncated>${token}${entries}</ListBucketResult>`;
}

function contents(objects: MemoryS3["objects"], key: string): string {
  const object = objects.get(key);
  if (object === undefined) return "";
  const { content, modified, etag } = object;
  const about = `<LastModified>${modified.toISOString()}</LastModified><ETag>${etag}</ETag>`;
  return `<Contents><Key>${encode(key)}</Key>${about}<Size>${content.length}</Size></Contents>`;
}

/** As S3 does it: a plus for a space. */
function encode(key: string): string {
  return encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%20", "+");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
