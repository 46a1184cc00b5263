/** When a sandbox is removed after its run: always, only when the run passed, or never. */
export type Cleanup = "always" | "on_success" | "never";

/** An exception from isolation that the contract's `allow` can permit. */
export type Allowance = "docker-socket" | "host-network" | "privileged" | "devices" | "external" | "outside-paths";

/** A URL that has to answer. The host sends the request. */
export interface HttpCheck {
  readonly kind: "http";
  readonly name: string;
  /** As in the contract. */
  readonly url: string;
  readonly timeoutMs: number;
  /** Extended regular expression for the whole three-digit code: `200`, `2..`, `(200|204)`; `[23]..` by default. */
  readonly status?: string;
  /** Extended regular expression (grep -E) that one line of the body has to match. */
  readonly body?: string;
}

/** A port that has to accept a connection and keep it open. The host connects. */
interface TcpCheck {
  readonly kind: "tcp";
  readonly name: string;
  /** A host name or an address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}

/** A service that has to be healthy by its own healthcheck. A service without a healthcheck has to be running. */
interface ServiceCheck {
  readonly kind: "service";
  readonly name: string;
  readonly service: string;
  readonly timeoutMs: number;
}

/** A condition that the stack has to meet before the tests start. Names are unique within a contract and safe as file names. */
export type HealthCheck = HttpCheck | TcpCheck | ServiceCheck;

/** The contract of a repository, `e2e/e2e.yml`, with all defaults filled in. Paths and globs are relative to the repository's root. */
export interface Contract {
  readonly version: 1;
  /** The repository's slug. */
  readonly name: string;
  readonly composeFiles: readonly string[];
  readonly healthChecks: readonly HealthCheck[];
  /** A shell command line. */
  readonly testCommand: string;
  /** Hard limit for the test command. */
  readonly timeoutMs: number;
  readonly cleanup: Cleanup;
  readonly ports: "host" | "private";
  readonly allow: readonly Allowance[];
  readonly env: Readonly<Record<string, string>>;
  /** Names of environment variables on the machine that runs the tool, never values. */
  readonly secrets: readonly string[];
  /** Globs of files that are collected after the tests. */
  readonly artifacts: readonly string[];
  /** Globs of JUnit XML files. */
  readonly testResults: readonly string[];
  readonly sync: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  readonly upTimeoutMs: number;
  /** Limit for the whole run. */
  readonly runTimeoutMs: number;
  /** Time between TERM and KILL, for services without `stop_grace_period`. */
  readonly stopGraceMs: number;
  readonly profiles: readonly string[];
  /** How long a kept sandbox stays. */
  readonly keepForMs: number;
  /** Five cron fields. */
  readonly schedule?: string;
  readonly stateHub: { readonly workstreamId?: string; readonly taskId?: string };
}
