import assert from "node:assert/strict";
import fc from "fast-check";
import { stringify } from "yaml";
import { readContract } from "../../../lib/contract/read_contract.ts";
import { lookAt } from "./fixture.ts";

const word = fc.constantFrom(
  "web",
  "db",
  "a b",
  "ü☂",
  "",
  "__proto__",
  "constructor",
  "-x",
  "1",
  "$A",
  "${B:?c}",
  "\u2028",
);
const image = fc.constantFrom("postgres:16", "redis", "rabbitmq", "kafka", "x:${T:-1}", "a/temporalio/ui", ":", "@");
const port = fc.oneof(
  fc.constantFrom("80:80", "127.0.0.1:1:2", "[::1]:3:4", "8080", 80, "a:b", "1-3:1-3", "0:0", "99999:1", "${P}:5432"),
  fc.record({ target: fc.anything(), published: fc.anything() }),
);
const odd = fc.anything({ withNullPrototype: false, maxDepth: 2 });
const path = fc.constantFrom("/etc:/etc", "./x:/x", "~:/h", "/var/run/docker.sock:/s", "v:/v", "..:/up", ":", "a");
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary }, { weight: 1, arbitrary: odd });

const service = some(fc.record({
  image: some(image),
  build: some(fc.constantFrom(".", "..", "https://example.org/x.git")),
  ports: some(fc.array(port, { maxLength: 3 })),
  volumes: some(fc.array(path, { maxLength: 3 })),
  environment: some(fc.dictionary(word, fc.constantFrom("http://localhost:80", "# x", "a: b", "x\ny"))),
  env_file: some(fc.constantFrom(".env", "../.env", "/etc/x", "no\nsuch")),
  healthcheck: some(
    fc.record({ test: odd, interval: odd, retries: odd, start_period: fc.constantFrom("1h", "9d", -1) }),
  ),
  depends_on: odd,
  extends: some(
    fc.record({ service: word, file: fc.constantFrom("compose.yml", "none.yml") }, { requiredKeys: ["service"] }),
  ),
  profiles: some(fc.array(word)),
  network_mode: some(fc.constantFrom("host", "none", "service:web")),
  command: odd,
  privileged: odd,
}, { requiredKeys: [] }));

const document = fc.record({
  services: some(fc.dictionary(word, service, { maxKeys: 4 })),
  include: some(fc.constantFrom("compose.yml", ["none.yml"], [{ path: ["compose.yml"] }])),
  networks: some(fc.dictionary(word, some(fc.record({ external: odd, driver: odd })))),
  volumes: odd,
  secrets: some(fc.dictionary(word, some(fc.record({ file: odd })))),
}, { requiredKeys: [] });

/** YAML text, intact or broken at some place. */
const source = fc.tuple(document, fc.nat(400), fc.constantFrom("", "", "", "*x", "\t", "&a", "- ", "}", "\u0000")).map(
  ([data, at, break_]) => {
    const text = yamlOf(data);
    return `${text.slice(0, at)}${break_}${text.slice(at)}`;
  },
);

function yamlOf(data: unknown): string {
  try {
    return stringify(data);
  } catch {
    return "services: {}\n"; // symbols and the like have no YAML
  }
}

Deno.test("init writes a valid contract whatever is in the compose file", async () => {
  await fc.assert(
    fc.asyncProperty(source, async (text) => {
      const { contract } = await lookAt({ "compose.yml": text, ".env": "P=5432\n" });
      const reading = readContract(contract, "e2e/e2e.yml");
      assert.equal(reading.kind, "valid", `${JSON.stringify(reading, null, 1)}\n${contract}`);
    }),
    { numRuns: 100, endOnFailure: true }, // a smaller example would take its programs minutes,
  );
});
