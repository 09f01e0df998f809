/** Whether a place is an address on the network; anything else is a path. */
export function isHttp(place: string): boolean {
  return /^https?:\/\//i.test(place);
}

/** A query may hold a key, so it is not shown. */
export function withoutQuery(url: string): string {
  // Without any of these it has neither that nor a password, and is shown as it was given.
  if (!/[?#@]/.test(url)) return url;
  const parsed = URL.parse(url);
  return parsed === null
    ? (url.split(/[?#]/)[0] ?? url)
    : `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
}

/** What may be shown of a text that is no URL of ours: no query, and nothing in front of an `@`, as a password is. */
export function withoutUser(text: string): string {
  return text.replace(/[?#].*/s, "").replace(/^.*@/s, "");
}
