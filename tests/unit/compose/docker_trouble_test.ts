import assert from "node:assert/strict";
import { dockerTrouble, speaksOfNetwork } from "../../../lib/compose/docker_trouble.ts";

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
    "Error response from daemon: driver failed programming external connectivity on endpoint a-1 (d9): all ports are allocated",
    "port-taken",
    "busy",
  ],
  [
    "failed to create network x: Error response from daemon: could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
    "networks-used-up",
    "busy",
  ],
  ["Error response from daemon: Pool overlaps with other one on this address space", "subnet-taken", "busy"],
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
  [
    "Error response from daemon: failed to initialize logging driver: dial tcp 127.0.0.1:24224: connect: connection refused",
    "other",
    "unhealthy",
  ],
  [
    "Error response from daemon: error while mounting volume '/v': failed to mount local volume: mount :/d:/v, data: addr=10.1.1.1: connection refused",
    "other",
    "unhealthy",
  ],
  ["Error response from daemon: failed to populate volume: write /v/a: no space left on device", "other", "unhealthy"],
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
  assert.equal(dockerTrouble(ROWS[1]?.[0] ?? "").address, "127.0.0.1");
});

const LIES = [
  "connection refused",
  "dial tcp 10.0.0.1:443: i/o timeout",
  "write /x: no space left on device",
  "listen tcp4 0.0.0.0:8080: bind: address already in use",
  "Bind for 0.0.0.0:8080 failed: port is already allocated",
  "Error response from daemon: Pool overlaps with other one on this address space",
  "Cannot connect to the Docker daemon at unix:///var/run/docker.sock",
  "failed to solve: toomanyrequests: You have reached your pull rate limit",
];
/** Puts the text of a repository where Docker, Compose and BuildKit show it. */
const PLACES: readonly (readonly [string, (text: string) => string])[] = [
  [
    "a command, as BuildKit of Docker 20.10 says",
    (text) => `failed to solve: executor failed running [/bin/sh -c echo "${text}"; exit 1]: exit code: 1`,
  ],
  [
    "a command of two lines",
    (text) =>
      `failed to solve: executor failed running [/bin/sh -c true]: exit code: 0\n${text}; exit 1]: exit code: 1`,
  ],
  [
    "a command, as newer BuildKits say",
    (text) =>
      `failed to solve: process "/bin/sh -c echo \\"${text}\\" >&2; exit 1" did not complete successfully: exit code: 1`,
  ],
  [
    "a command, as the classic builder says",
    (text) => `The command '/bin/sh -c echo '${text}'; exit 1' returned a non-zero code: 1`,
  ],
  [
    "the output of a build",
    (text) =>
      `#5 [web 2/2] RUN x\n#5 0.273 ${text}\n#5 ERROR: process "x" did not complete successfully: exit code: 1\n------\n > [web 2/2] RUN x:\n0.273 ${text}\n------\nfailed to solve: process "/bin/sh -c x" did not complete successfully: exit code: 1`,
  ],
  [
    "a Dockerfile",
    (text) =>
      `Dockerfile:2\n--------------------\n   2 | >>> RUN echo ${text}\n--------------------\ntarget web: failed to solve: process "/bin/sh -c x" did not complete successfully: exit code: 137`,
  ],
  [
    "a killed command",
    (text) => `failed to solve: process "/bin/sh -c ${text}" did not complete successfully: cannot allocate memory`,
  ],
  ["an instruction", (text) => `failed to solve: dockerfile parse error on line 2: unknown instruction: ${text}`],
  ["a file to copy", (text) => `failed to solve: failed to compute cache key: "/${text}" not found: not found`],
  [
    "a file to copy, as newer BuildKits say",
    (text) =>
      `failed to solve: failed to compute cache key: failed to calculate checksum of ref x::y: "/${text}": not found`,
  ],
  [
    "a file to copy, as the classic builder says",
    (text) =>
      `COPY failed: file not found in build context or excluded by .dockerignore: stat ${text}: file does not exist`,
  ],
  [
    "an entrypoint",
    (text) =>
      `Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "${text}": executable file not found in $PATH: unknown`,
  ],
  [
    "the output of a container",
    (text) => `web-1  | ${text}\ndependency failed to start: container e2e-web-1 exited (1)`,
  ],
];
for (const [place, put] of PLACES) {
  Deno.test(`dockerTrouble() does not believe ${place}`, () => {
    const outcomes = LIES.map((text) => `${text}: ${dockerTrouble(put(text)).outcome}`);
    assert.deepEqual(outcomes, LIES.map((text) => `${text}: unhealthy`));
  });
}

Deno.test("dockerTrouble() believes the solver when a registry fails in a build", () => {
  const metadata =
    `#3 [a internal] load metadata for 127.0.0.1:9/nope:1\n#3 ERROR: failed to do request\n------\n > [a internal] load metadata:\n------\n`;
  const table = [
    `${metadata}failed to solve: rpc error: code = Unknown desc = failed to do request: Head "http://127.0.0.1:9/v2/nope/manifests/1": dial tcp 127.0.0.1:9: connect: connection refused`,
    'Get "http://127.0.0.1:9/v2/": dial tcp 127.0.0.1:9: connect: connection refused',
    "failed to solve: failed to compute cache key: failed to copy: read tcp 10.0.0.1:5->10.0.0.2:443: read: connection reset by peer",
    "failed to solve: busybox:1: unexpected status from HEAD request to https://r/v2/x: 503 Service Unavailable",
  ];
  assert.deepEqual(table.map((text) => dockerTrouble(text).kind), table.map(() => "registry"));
});

Deno.test("speaksOfNetwork() knows the words of package managers", () => {
  const words = [
    "npm error network request to https://registry.npmjs.org/x failed, reason: getaddrinfo EAI_AGAIN registry.npmjs.org",
    "W: Failed to fetch http://deb.debian.org/x  Temporary failure resolving 'deb.debian.org'",
    "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution",
    "curl: (6) Could not resolve host: example.org",
    "curl: (7) Failed to connect to example.org port 443 after 1 ms: Couldn't connect to server",
    "wget: bad address 'example.org'",
    "connect to 10.0.0.1 port 443: Connection timed out",
  ];
  assert.deepEqual(words.filter((line) => !speaksOfNetwork(line)), []);
  assert.equal(speaksOfNetwork("src/network.c:3: error: expected ';'\n1 test failed"), false);
});
