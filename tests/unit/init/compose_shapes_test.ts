import assert from "node:assert/strict";
import { readContract } from "../../../lib/contract/read_contract.ts";
import { lookAt } from "./fixture.ts";

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Each check's target, in order. */
  readonly checks: readonly string[];
  readonly ports?: "private" | "host";
  readonly allow?: readonly string[];
  /** Texts in the contract. */
  readonly says?: readonly string[];
  /** Texts in the notes. */
  readonly notes?: readonly string[];
}

const compose = (text: string, more: Readonly<Record<string, string>> = {}) => ({ "compose.yml": text, ...more });
const services = (text: string) => compose(`services:\n${text}`);
const deep = `a: ${"[".repeat(20_000)}`;
const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${
  [..."bcdefgh"].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefg"[at]}`).join(",")}]\n`).join("")
}services: {x: {image: x, labels: *h}}\n`;

const cases: readonly Case[] = [
  {
    name: "known images with and without ports and healthchecks",
    files: services(
      `  db: {image: "docker.io/library/postgres:16@sha256:00", ports: ["5433:5432"]}\n` +
        `  cache: {image: redis}\n` +
        `  mq: {image: "rabbitmq:3-management", ports: ["5672:5672", "15672:15672"]}\n` +
        `  ui: {image: "temporalio/ui:2", ports: ["8233:8080"]}\n` +
        `  search: {image: "elasticsearch:8", ports: ["9200:9200"], healthcheck: {test: x, interval: 1m, retries: 9}}\n` +
        `  worker: {build: .}\n`,
    ),
    checks: [
      "tcp:5433",
      "service:cache",
      "http:15672/",
      "http:8233/api/v1/namespaces/default/workflows",
      "service:search",
    ],
    says: ["timeout: 300", "timeout: 120"],
  },
  {
    name: "ports that only look like http",
    files: services(
      `  a: {image: x, ports: ["3000:3000"]}\n  b: {image: x, ports: ["9999:9999", "8080:80"]}\n  c: {image: x, ports: ["1234:1234"]}\n`,
    ),
    checks: ["http:3000/", "http:8080/", "tcp:1234"],
    says: ["status: [2xx, 3xx, 4xx]"],
    notes: ["guesses by port number"],
  },
  {
    name: "healthchecks that are off",
    files: services(
      `  a: {image: x, healthcheck: {disable: true, test: x}}\n  b: {image: x, healthcheck: {test: [NONE]}}\n`,
    ),
    checks: ["service:a"],
  },
  {
    name: "one-shot services and profiles",
    files: services(
      `  migrate: {image: "postgres:16"}\n  web: {image: x, depends_on: {migrate: {condition: service_completed_successfully}}}\n` +
        `  tool: {image: redis, profiles: [tools], ports: ["6379:6379"]}\n`,
    ),
    checks: ["service:web"],
    says: ["# profiles: [tools]"],
    notes: ["not started because of their profiles: tool"],
  },
  {
    name: "anchors and merge keys",
    files: compose(
      `x-a: &a\n  image: redis\n  ports: ["6380:6379"]\nservices:\n  one: *a\n  two:\n    <<: *a\n    ports: []\n`,
    ),
    checks: ["tcp:6380", "service:two"],
  },
  {
    name: "extends of this and of another file, paths where they are",
    files: compose(
      `services:\n  a: {extends: {file: base/c.yml, service: b}, ports: ["81:81"]}\n  d: {extends: a, image: x}\n`,
      { "base/c.yml": `services: {b: {image: nginx, ports: ["80:80"], volumes: ["..:/x"]}}` },
    ),
    checks: ["http:80/", "http:80/"],
    allow: [],
  },
  {
    name: "include, in both forms",
    files: compose(
      `include:\n  - a/compose.yml\n  - {path: [b.yml, missing.yml], project_directory: ./b}\nservices: {}\n`,
      {
        "a/compose.yml": `services: {db: {image: mysql, ports: ["3306:3306"]}}`,
        "b.yml": `services: {c: {image: redis}}`,
      },
    ),
    checks: ["tcp:3306", "service:c"],
  },
  {
    name: "files that include each other",
    files: compose(`include: [other/b.yml]\n`, {
      "other/b.yml": `include: [../compose.yml]\nservices: {c: {image: redis}}`,
    }),
    checks: ["service:c"],
  },
  {
    name: "variables with values, defaults and without",
    files: compose(
      `services: {db: {image: "\${IMAGE:-postgres}:16", ports: ["\${PORT}:5432"], environment: {A: "\${PW:?}", B: $NONE}}}`,
      { ".env": "PORT=5555" },
    ),
    checks: ["tcp:5555"],
    says: ["env:\n  PW: e2e", "# It reads these as empty: NONE"],
    notes: ["placeholder values for PW"],
  },
  {
    name: "an env file that is missing, with an example",
    files: {
      ...services(`  a: {image: redis, env_file: [.env, {path: no.env, required: false}]}\n`),
      ".env.example": "",
    },
    checks: ["service:a"],
    notes: ["the compose file reads .env, which is missing: cp .env.example .env"],
  },
  {
    name: "fixed addresses",
    files: services(
      `  kafka: {image: "confluentinc/cp-kafka:7", ports: ["9092:9092"], environment: ["KAFKA_ADVERTISED_LISTENERS=IN://kafka:29092,OUT://localhost:9092"]}\n` +
        `  other: {image: x, environment: {LISTEN: "0.0.0.0:9092", SELF: "http://localhost:1"}}\n`,
    ),
    checks: ["tcp:9092"],
    ports: "host",
    says: [
      "# Not private: kafka is configured with a fixed address of the host: localhost:9092 in KAFKA_ADVERTISED_LISTENERS",
    ],
  },
  {
    name: "a password in front of an address",
    files: services(
      `  a: {image: x, ports: ["5432:5432"], environment: {DB: "postgres://me:hush@localhost:5432/db"}}\n`,
    ),
    checks: ["tcp:5432"],
    ports: "host",
  },
  {
    name: "the host's network",
    files: services(`  a: {image: redis, network_mode: host}\n`),
    checks: ["service:a"],
    ports: "host",
    allow: ["host-network"],
    says: ["# Not private: a uses the host's network"],
  },
  {
    name: "everything that breaks isolation",
    files: compose(
      `services:\n  a:\n    image: redis\n    privileged: true\n    devices: ["/dev/fuse:/dev/fuse"]\n    volumes: ["/var/run/docker.sock:/var/run/docker.sock", "~/x:/x", "./in:/in", "v:/v"]\n    networks: [n]\n` +
        `networks: {n: {external: true}}\nvolumes: {v: {}}\n`,
    ),
    checks: ["service:a"],
    allow: ["privileged", "devices", "docker-socket", "outside-paths", "external"],
  },
  {
    name: "newer keys, and a seccomp profile beside the compose file's folder",
    files: {
      "e2e/docker-compose.yml": `services:
  a: {image: redis, network_mode: bridge, runtime: nvidia, security_opt: ["seccomp=../s.json"]}
  b: {image: redis, post_start: [{command: "true", privileged: true}], build: {context: ., cache_from: ["type=local,src=/c"]}}`,
    },
    checks: ["service:a", "service:b"],
    allow: ["external", "devices", "privileged", "outside-paths"],
  },
  {
    name: "forty services",
    files: services(
      Array.from({ length: 40 }, (_, at) => `  s${at}: {image: x, ports: ["${8000 + at}:80"]}\n`).join(""),
    ),
    checks: Array.from({ length: 40 }, (_, at) => `http:${8000 + at}/`),
  },
  {
    name: "names that YAML reads as other types",
    files: services(`  "1": {image: redis}\n  "true": {image: redis}\n  "-x": {image: redis, ports: ["6379:6379"]}\n`),
    checks: ["service:1", "service:true", "tcp:6379"],
  },
  {
    name: "names in other scripts, with spaces",
    files: { "mein stack/docker-compose.yml": `services: {"web ☂": {image: x, ports: ["80:80"]}}`, "ünïcode.txt": "" },
    checks: ["http:80/"],
  },
  { name: "no compose file", files: { README: "" }, checks: ["http:8080/hello"], notes: ["no compose file was found"] },
  { name: "no services", files: compose("services:\n"), checks: [], notes: ["has no services"] },
  {
    name: "values of the wrong kind",
    files: compose(`services: {a: 1, b: [], c: {image: [], ports: {}, environment: 3, healthcheck: x}}`),
    checks: ["service:a"],
  },
  {
    name: "a file that is not YAML",
    files: compose("services: [\n"),
    checks: ["http:8080/hello"],
    notes: ["compose.yml cannot be read"],
  },
  {
    name: "a NUL character in a path",
    files: compose(`services: {web: {env_file: "a\\0b"}}\n`),
    checks: ["http:8080/hello"],
    notes: ["it contains a NUL character"],
  },
  { name: "too deep nesting", files: compose(deep), checks: ["http:8080/hello"], notes: ["cannot be read"] },
  { name: "an alias bomb", files: compose(bomb), checks: ["http:8080/hello"], notes: ["cannot be read"] },
  {
    name: "a file that is not text",
    files: compose("\u0000\u0001\ufffd"),
    checks: ["http:8080/hello"],
    notes: ["cannot be read"],
  },
];

for (const { name, files, checks, ports = "private", allow = [], says = [], notes = [] } of cases) {
  Deno.test(`init writes a contract for ${name}`, async () => {
    const { contract, notes: told } = await lookAt(files);
    const reading = readContract(contract, "e2e/e2e.yml");
    assert.ok(reading.kind === "valid", JSON.stringify(reading));
    const { healthChecks } = reading.contract;
    const targets = healthChecks.map((check) =>
      check.kind === "service"
        ? `service:${check.service}`
        : check.kind === "tcp"
        ? `tcp:${check.port}`
        : check.url.replace("http://localhost:", "http:")
    );
    assert.deepEqual(targets, checks);
    assert.deepEqual([reading.contract.ports, reading.contract.allow.toSorted()], [ports, allow.toSorted()]);
    for (const text of says) assert.ok(contract.includes(text), `"${text}" is missing:\n${contract}`);
    for (const text of notes) {
      assert.ok(told.some((note) => note.includes(text)), `"${text}" is missing:\n${told.join("\n")}`);
    }
    assert.doesNotMatch(`${contract}${told}`, /hush/);
  });
}
