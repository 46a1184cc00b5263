import type { Outcome } from "../result/outcome.ts";

/** The meaning of an error message of Docker or Compose. */
export interface DockerTrouble {
  readonly outcome: Outcome;
  readonly kind: "port-taken" | "networks-used-up" | "no-such-image" | "registry" | "engine" | "disk-full" | "other";
  /** Only with `port-taken`: the port on the host. */
  readonly port?: number;
}

const PORT_TAKEN = [
  /Bind for \S*?:(\d+) failed: port is already allocated/,
  /listen (?:tcp|udp)\d? \S*?:(\d+): bind: address already in use/,
  /exposing port (?:TCP|UDP) \S*?:(\d+) ->/i,
];
const MEANINGS: readonly (readonly [RegExp, DockerTrouble])[] = [
  [/no space left on device|disk quota exceeded/i, { outcome: "infra", kind: "disk-full" }],
  [
    /fully subnetted|Pool overlaps with other one|could not find an available, non-overlapping/i,
    { outcome: "busy", kind: "networks-used-up" },
  ],
  [
    /Cannot connect to the Docker daemon|error during connect|permission denied while trying to connect|docker\.sock.*(?:connection refused|no such file|EOF)/i,
    { outcome: "infra", kind: "engine" },
  ],
  [
    /manifest unknown|manifest for \S+ not found|pull access denied|repository does not exist|: not found\s*$|No such image/im,
    { outcome: "unhealthy", kind: "no-such-image" },
  ],
  [
    /TLS handshake timeout|i\/o timeout|connection refused|connection reset|no such host|server misbehaving|network is unreachable|toomanyrequests|rate limit|context deadline exceeded|unexpected EOF|unexpected status.*5\d\d|received unexpected HTTP status: 5\d\d|request canceled/i,
    { outcome: "infra", kind: "registry" },
  ],
];

/**
 * Classifies the error output of Docker for a stack that did not start. An unknown message counts as a fault of the
 * repository: `unhealthy`. Source: messages of Docker Engine 20.10 to 28 and Compose 2.26, observed or read in their sources.
 */
export function dockerTrouble(stderr: string): DockerTrouble {
  for (const pattern of PORT_TAKEN) {
    const port = pattern.exec(stderr)?.[1];
    if (port !== undefined) return { outcome: "busy", kind: "port-taken", port: Number(port) };
  }
  return MEANINGS.find(([pattern]) => pattern.test(stderr))?.[1] ?? { outcome: "unhealthy", kind: "other" };
}
