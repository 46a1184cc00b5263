import assert from "node:assert/strict";
import type { Outcome } from "../../../lib/result/outcome.ts";
import { webRepository, World } from "../fixture.ts";

/** A registry without images. Source: OCI distribution specification, error codes. */
class Registry implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(answer: Answer) {
    this.#server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, ({ url }) => {
      if (!url.includes("/manifests/") && answer.status !== 503) return new Response("{}");
      const errors = [{ code: answer.code, message: answer.code.toLowerCase().replaceAll("_", " ") }];
      return Response.json({ errors }, { status: answer.status });
    });
  }

  get address(): string {
    return `127.0.0.1:${this.#server.addr.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

interface Answer {
  readonly status: number;
  readonly code: string;
}

interface Row {
  readonly name: string;
  /** What the registry answers; without it the port is closed. */
  readonly answer?: Answer;
  readonly outcome: Outcome;
  readonly code: number;
  readonly says: readonly string[];
}

const UNKNOWN = { status: 404, code: "MANIFEST_UNKNOWN" };
const ROWS: readonly Row[] = [
  { name: "the registry does not have it", answer: UNKNOWN, outcome: "unhealthy", code: 3, says: ["manifest unknown"] },
  {
    name: "the registry refuses it",
    answer: { status: 403, code: "DENIED" },
    outcome: "unhealthy",
    code: 3,
    says: ["denied"],
  },
  {
    name: "the registry limits the rate",
    answer: { status: 429, code: "TOOMANYREQUESTS" },
    outcome: "infra",
    code: 4,
    says: ["toomanyrequests", "The registry has a problem, trying again in 1 s", "check the host's network"],
  },
  {
    name: "the registry is broken",
    answer: { status: 503, code: "UNAVAILABLE" },
    outcome: "infra",
    code: 4,
    says: ["trying again in 4 s", "check the host's network"],
  },
  {
    name: "the registry cannot be reached",
    outcome: "infra",
    code: 4,
    says: ["connection refused", "trying again in 4 s", "check the host's network"],
  },
];

const BUILDS: readonly Row[] = [
  { name: "the registry does not have it", answer: UNKNOWN, outcome: "unhealthy", code: 3, says: ["not found"] },
  {
    name: "the registry cannot be reached",
    outcome: "infra",
    code: 4,
    says: ["connection refused", "check the host's network"],
  },
];

/** Runs a repository whose image comes from a registry, and checks how it ends. */
async function run({ answer, outcome, code, says }: Row, files: (image: string) => Readonly<Record<string, string>>) {
  await using world = new World();
  await using registry = new Registry(answer ?? UNKNOWN);
  const address = answer === undefined ? NOBODY : registry.address;
  const ended = await world.run([await world.repository(files(`${address}/shop/web:1`)), "--host", "local"]);
  assert.deepEqual([(await world.result()).outcome, ended.code], [outcome, code], ended.stderr);
  for (const text of [address, ...says]) {
    assert.ok(ended.stderr.includes(text), `"${text}" is not shown:\n${ended.stderr}`);
  }
}

/** The port of the discard service, which is closed. */
const NOBODY = "127.0.0.1:9";

for (const row of ROWS) {
  Deno.test(`e2e run ends with "${row.outcome}" when an image is not available: ${row.name}`, () =>
    run(row, (image) => webRepository({}, `services: {web: {image: "${image}"}}`)));
}

for (const row of BUILDS) {
  Deno.test(`e2e run ends with "${row.outcome}" when a base image is not available: ${row.name}`, () =>
    run(row, (image) => ({
      ...webRepository({}, "services: {web: {build: .}}"),
      "e2e/Dockerfile": `FROM ${image}\n`,
    })));
}

/** What Docker would say about a host with trouble, said by a Dockerfile. */
const LIES = [
  "dial tcp 10.0.0.1:443: connect: connection refused",
  "write /x: no space left on device",
  "listen tcp4 0.0.0.0:8080: bind: address already in use",
];
Deno.test('e2e run ends with "unhealthy" when a Dockerfile fails, whatever it says', async () => {
  await using world = new World();
  const says = LIES.map((text) => `echo "${text}" >&2; echo "${text}"`).join("; ");
  const ended = await world.run([
    await world.repository({
      ...webRepository({}, "services: {web: {build: .}}"),
      "e2e/Dockerfile": `FROM busybox:stable\nRUN ${says}; exit 1\n`,
    }),
    ...["--host", "local", "--wait", "60s"],
  ]);
  assert.deepEqual([(await world.result()).outcome, ended.code], ["unhealthy", 3], ended.stderr);
  assert.match(ended.stderr, /hint: the output of the build speaks of the network/);
  assert.doesNotMatch(ended.stderr, /trying again/);
});

Deno.test("e2e run names the service that builds a missing image, and its profile", async () => {
  await using world = new World();
  const image = `${NOBODY}/activity-core/worker:dev`;
  const compose = `services:
  worker: {image: "${image}"}
  builder: {build: {dockerfile_inline: "FROM busybox:stable"}, image: "${image}", profiles: [build, dev]}
`;
  const ended = await world.run([await world.repository(webRepository({}, compose)), "--host", "local"]);
  assert.equal(ended.code, 3, ended.stderr);
  const found = `service "worker" needs image "${image}", which service "builder" builds`;
  assert.ok(
    ended.stderr.includes(`${found}, but that is behind profile "build" or "dev", which is not active`),
    ended.stderr,
  );
  assert.match(ended.stderr, /hint: add profiles: \[build\] to e2e\/e2e.yml/);
});
