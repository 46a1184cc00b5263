type CheckUrl =
  | { readonly kind: "http" }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number };

/** Parses the `url` of a health check, `http(s)://…` or `tcp://host:port`. Returns undefined for anything else. */
export function parseCheckUrl(url: string): CheckUrl | undefined {
  // deno-lint-ignore no-control-regex
  if (/[\s\u0000-\u001f\u007f]/.test(url)) return undefined;
  if (/^https?:\/\/[^/?#]/i.test(url) && URL.canParse(url)) return { kind: "http" };
  const tcp = /^tcp:\/\/(?:\[([\da-f:.]+)\]|([a-z\d][a-z\d._-]*)):(\d{1,5})\/?$/i.exec(url);
  const port = Number(tcp?.[3]);
  const host = tcp?.[1] ?? tcp?.[2];
  return host !== undefined && port >= 1 && port <= 65_535 ? { kind: "tcp", host, port } : undefined;
}
