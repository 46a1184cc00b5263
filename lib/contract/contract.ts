/** When a sandbox is taken down after a run: in any case, only when the run passed, or not at all. */
export type Cleanup = "always" | "on_success" | "never";

/** What a compose file may do that breaks isolation, once the contract's `allow` names it. */
export type Allowance = "docker-socket" | "host-network" | "privileged" | "devices" | "external" | "outside-paths";

/** A URL that has to answer, asked from the host. */
export interface HttpCheck {
  readonly kind: "http";
  readonly name: string;
  /** As written in the contract. */
  readonly url: string;
  readonly timeoutMs: number;
  /** Extended regular expression over the whole three-digit code: `200`, `2..`, `(200|204)`; `[23]..` where the contract says nothing. */
  readonly status?: string;
  /** Extended regular expression (grep -E) that a line of the body has to match. */
  readonly body?: string;
}

/** A port that has to accept a connection and keep it open, tried from the host. */
export interface TcpCheck {
  readonly kind: "tcp";
  readonly name: string;
  /** A name or an address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}

/** A service whose own healthcheck has to be healthy, or that has to be running where it has none. */
export interface ServiceCheck {
  readonly kind: "service";
  readonly name: string;
  readonly service: string;
  readonly timeoutMs: number;
}

/** One condition under which the stack counts as healthy. Names are unique within a contract and safe as file names. */
export type HealthCheck = HttpCheck | TcpCheck | ServiceCheck;

/** A repository's agreement with the toolkit, `e2e/e2e.yml`, with all defaults filled in. Paths and globs are relative to the repository's root. */
export interface Contract {
  readonly version: 1;
  /** The repository's slug. */
  readonly name: string;
  readonly composeFiles: readonly string[];
  readonly healthChecks: readonly HealthCheck[];
  /** A shell command line. */
  readonly testCommand: string;
  /** Hard limit of the test command. */
  readonly timeoutMs: number;
  readonly cleanup: Cleanup;
  readonly ports: "host" | "private";
  readonly allow: readonly Allowance[];
  readonly env: Readonly<Record<string, string>>;
  /** Names of environment variables of the controller, never values. */
  readonly secrets: readonly string[];
  /** Globs of files that are collected after the test. */
  readonly artifacts: readonly string[];
  /** Globs of JUnit XML files. */
  readonly testResults: readonly string[];
  readonly sync: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  readonly upTimeoutMs: number;
  /** Limit of the whole run. */
  readonly runTimeoutMs: number;
  /** For services that set no `stop_grace_period`. */
  readonly stopGraceMs: number;
  readonly profiles: readonly string[];
  /** How long a sandbox is kept that is not taken down. */
  readonly keepForMs: number;
  /** Five cron fields. */
  readonly schedule?: string;
  readonly stateHub: { readonly workstreamId?: string; readonly taskId?: string };
}
