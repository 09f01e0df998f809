import { HttpAdapter } from "@mcs/adapter-http";

const http = new HttpAdapter({ timeouts: { totalMs: 5_000 }, maxResponseBytes: 1_000_000 });

export async function latestVersion(registry: string, name: string): Promise<string> {
  const { status, body } = await http.request({
    method: "GET",
    url: `${registry}/${encodeURIComponent(name)}/latest`,
    headers: { accept: "application/json" },
    trusted: true, // the operator named this origin, so it may lie in a private network
  });
  if (status !== 200) throw new Error(`The registry answered ${status} for ${name}.`);
  const { version } = JSON.parse(new TextDecoder().decode(body)) as { version: string };
  return version;
}
