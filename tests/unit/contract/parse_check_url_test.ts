import { deepEqual } from "node:assert/strict";
import { parseCheckUrl } from "../../../lib/contract/parse_check_url.ts";

const cases: readonly (readonly [url: string, parsed: ReturnType<typeof parseCheckUrl>])[] = [
  ["http://localhost:8080/health", { kind: "http" }],
  ["HTTPS://example.org", { kind: "http" }],
  ["tcp://localhost:5432", { kind: "tcp", host: "localhost", port: 5432 }],
  ["tcp://[::1]:80/", { kind: "tcp", host: "::1", port: 80 }],
  ["tcp://localhost", undefined],
  ["tcp://localhost:0", undefined],
  ["tcp://localhost:65536", undefined],
  ["http://a b/", undefined],
  ["http:///", undefined],
  ["localhost:80", undefined],
];

for (const [url, parsed] of cases) {
  Deno.test(`parseCheckUrl() parses "${url}"`, () => deepEqual(parseCheckUrl(url), parsed));
}
