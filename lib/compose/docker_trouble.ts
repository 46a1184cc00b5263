import type { Outcome } from "../result/outcome.ts";

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
/** What a network says when it fails. Another message precedes it, or `dial`, never the name of a file. */
const NETWORK =
  /TLS handshake timeout|i\/o timeout|(?:: |^)connection refused|(?:: |^)connection reset|no such host|server misbehaving|(?:: |^)network is unreachable|toomanyrequests:|pull rate limit|context deadline exceeded|(?:: |^)unexpected EOF|unexpected status.*(?:429|5\d\d)|received unexpected HTTP status: 5\d\d|request canceled/im;
/** The repository has a mistake, which the rest of the message quotes. */
const MISTAKE =
  /dockerfile parse error|failed to calculate checksum|failed to compute cache key: "" not found|^(?:COPY|ADD) failed: /im;
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
  return NETWORK.test(output) ||
    /(?:could not|unable to) resolve|temporary failure (?:in name resolution|resolving)|name or service not known|bad address/i
      .test(output) ||
    /could(?: not|n't) connect to|connection timed out|EAI_AGAIN|ENOTFOUND|ETIMEDOUT|ECONNREFUSED|ECONNRESET/i.test(
      output,
    );
}

const STEP_FAILED = "<a command of the Dockerfile ended with an error>";

/** The output of the commands of a Dockerfile, and the Dockerfile itself, in the plain progress of BuildKit. */
const BUILD_OUTPUT = [
  /^#\d+ .*$/gm,
  /^------$[^]*^------$/gm,
  /^-{20}$[^]*^-{20}$/gm,
];
/** The output of a container, and what Compose prints when nothing is wrong. */
const STACK_OUTPUT = [/^\S+ +\| .*$/gm, /^ *(?:Container|Network|Volume|Image|Service) \S+ +[A-Z][a-z]+$/gm];

/**
 * Returns the part of an error output that Docker, Compose and BuildKit have written themselves. The rest is text of the
 * repository, which may say anything: the output of builds and containers, commands, and names in quotes.
 */
function ownWords(stderr: string): string {
  return [...BUILD_OUTPUT, ...STACK_OUTPUT].reduce((text, pattern) => text.replaceAll(pattern, ""), stderr)
    .replace(/executor failed running \[[^]*\]: exit code: \d+/, STEP_FAILED)
    .replace(/process "[^]*" did not complete successfully: exit code: \d+/, STEP_FAILED)
    .replace(/The command '[^]*' returned a non-zero code: \d+/, STEP_FAILED)
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
}
