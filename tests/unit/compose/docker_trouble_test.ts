import assert from "node:assert/strict";
import { dockerTrouble } from "../../../lib/compose/docker_trouble.ts";

const ROWS: readonly (readonly [stderr: string, kind: string, outcome: string])[] = [
  [
    "Error response from daemon: driver failed programming external connectivity on endpoint x (9f): Bind for 0.0.0.0:8080 failed: port is already allocated",
    "port-taken",
    "busy",
  ],
  [
    "Error response from daemon: driver failed programming external connectivity: Error starting userland proxy: listen tcp4 127.0.0.1:5432: bind: address already in use",
    "port-taken",
    "busy",
  ],
  [
    "failed to create network x: Error response from daemon: could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
    "networks-used-up",
    "busy",
  ],
  ["Error response from daemon: Pool overlaps with other one on this address space", "networks-used-up", "busy"],
  [
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
    "engine",
    "infra",
  ],
  ["write /var/lib/docker/tmp/x: no space left on device", "disk-full", "infra"],
  [
    "Error response from daemon: manifest for shop:9 not found: manifest unknown: manifest unknown",
    "no-such-image",
    "unhealthy",
  ],
  [
    "pull access denied for shop, repository does not exist or may require 'docker login'",
    "no-such-image",
    "unhealthy",
  ],
  [
    "Error response from daemon: Get https://registry/v2/: dial tcp: lookup registry: no such host",
    "registry",
    "infra",
  ],
  ["toomanyrequests: You have reached your pull rate limit", "registry", "infra"],
  ["dependency failed to start: container e2e-shop-1a2b3c4d-db-1 exited (1)", "other", "unhealthy"],
];
for (const [stderr, kind, outcome] of ROWS) {
  Deno.test(`dockerTrouble() returns ${kind} for "${stderr.slice(-40)}"`, () => {
    const meaning = dockerTrouble(stderr);
    assert.deepEqual([meaning.kind, meaning.outcome], [kind, outcome]);
  });
}

Deno.test("dockerTrouble() returns the port that is in use", () => {
  assert.equal(dockerTrouble(ROWS[0]?.[0] ?? "").port, 8080);
  assert.equal(dockerTrouble(ROWS[1]?.[0] ?? "").port, 5432);
});
