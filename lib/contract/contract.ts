import type { HealthCheck } from "./health_check.ts";

/** When a sandbox is removed after its run: always, only when the run passed, or never. */
export const CLEANUPS = ["always", "on_success", "never"] as const;

/** One of {@link CLEANUPS}. */
export type Cleanup = typeof CLEANUPS[number];

/** The exceptions from isolation that the contract's `allow` can permit. */
export const ALLOWANCES = [
  "docker-socket",
  "host-network",
  "privileged",
  "devices",
  "external",
  "outside-paths",
] as const;

/** One of {@link ALLOWANCES}. */
export type Allowance = typeof ALLOWANCES[number];

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
