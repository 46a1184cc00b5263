import type { Outcome } from "../result/outcome.ts";
import { NETWORK_WORDS } from "./network_words.ts";

/** The meaning of an error message of Docker or Compose. */
export interface DockerTrouble {
  readonly outcome: Outcome;
  readonly kind:
    | "port-taken"
    | "subnet-taken"
    | "networks-used-up"
    | "no-such-image"
    | "registry"
    | "engine"
    | "disk-full"
    | "build-step"
    | "other";
  /** Only with `port-taken`: the port on the host; undefined when every port of a range is taken. */
  readonly port?: number;
  /** Only with `port`: the address on the host. */
  readonly address?: string;
}

const PORT_TAKEN = [
  /Bind for (\S*?):(\d+) failed: port is already allocated/,
  /listen (?:tcp|udp)\d? (\S*?):(\d+): bind: address already in use/,
  /exposing port (?:TCP|UDP) (\S*?):(\d+) ->/i,
];
/** How Docker says that the network fails. Another message precedes it, or `dial`, never the name of a file. */
const NETWORK =
  /TLS handshake timeout|i\/o timeout|(?:: |^)connection refused|(?:: |^)connection reset|no such host|server misbehaving|(?:: |^)network is unreachable|toomanyrequests:|pull rate limit|context deadline exceeded|(?:: |^)unexpected EOF|unexpected status.*(?:429|5\d\d)|received unexpected HTTP status: 5\d\d|request canceled/im;
/** The repository has a mistake, which the rest of the message quotes; also a log server or a volume of its own that fails. */
const MISTAKE =
  /dockerfile parse error|failed to calculate checksum|failed to compute cache key: "" not found|^(?:COPY|ADD) failed: |failed to initialize logging driver|failed to mount local volume|error while mounting volume|failed to populate volume/im;
const OTHER = { outcome: "unhealthy", kind: "other" } as const;
const MEANINGS: readonly (readonly [RegExp, DockerTrouble])[] = [
  [/: all ports are allocated/, { outcome: "busy", kind: "port-taken" }],
  [/(?:: |^)(?:no space left on device|disk quota exceeded)/im, { outcome: "infra", kind: "disk-full" }],
  [
    /Pool overlaps with other one|networks have overlapping IPv[46]/i,
    { outcome: "busy", kind: "subnet-taken" },
  ],
  [
    /fully subnetted|could not find an available, non-overlapping/i,
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
  [NETWORK, { outcome: "infra", kind: "registry" }],
];

/**
 * Classifies the error output of Docker for a stack that did not start. Only the words of Docker, Compose and BuildKit count,
 * see {@link ownWords}. An unknown message counts as a fault of the repository: `unhealthy`.
 * Source: messages of Docker Engine 20.10 to 28 and Compose 2.26, observed or read in their sources.
 */
export function dockerTrouble(stderr: string): DockerTrouble {
  const own = ownWords(stderr);
  if (own.includes(STEP_FAILED)) return { outcome: "unhealthy", kind: "build-step" };
  if (MISTAKE.test(own)) return OTHER;
  for (const pattern of PORT_TAKEN) {
    const [, address = "", port] = pattern.exec(own) ?? [];
    if (port !== undefined) return { outcome: "busy", kind: "port-taken", port: Number(port), address };
  }
  return MEANINGS.find(([pattern]) => pattern.test(own))?.[1] ?? OTHER;
}

/** Whether the output of a build speaks of a network that fails. */
export function speaksOfNetwork(output: string): boolean {
  return NETWORK.test(output) || NETWORK_WORDS.test(output);
}

const STEP_FAILED = "<a command of the Dockerfile ended with an error>";

/** A line that Compose prints when nothing is wrong. */
export const PROGRESS = /^ *(?:Container|Network|Volume|Image|Service) \S+ +[A-Z][a-z]+$/m;

/** What is not an error of Docker. */
const OUTPUT = [
  // of the commands of a Dockerfile, and the Dockerfile itself, in the plain progress of BuildKit
  ...[/^#\d+ .*$/gm, /^------$[^]*^------$/gm, /^-{20}$[^]*^-{20}$/gm],
  /^\S+ +\| .*$/gm, // of a container
  new RegExp(PROGRESS, "gm"),
];

/**
 * Returns the part of an error output that Docker, Compose and BuildKit have written themselves. The rest is text of the
 * repository, which may say anything: the output of builds and containers, commands, and names in quotes.
 */
function ownWords(stderr: string): string {
  return OUTPUT.reduce((text, pattern) => text.replaceAll(pattern, ""), stderr)
    .replace(/executor failed running \[[^]*\]: exit code: \d+/, STEP_FAILED)
    .replace(/process "[^]*" did not complete successfully: exit code: \d+/, STEP_FAILED)
    .replace(/The command '[^]*' returned a non-zero code: \d+/, STEP_FAILED)
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
}
