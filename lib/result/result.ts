import { z } from "zod";
import { CHECK_KINDS } from "../contract/health_check.ts";
import { OUTCOMES } from "./outcome.ts";
import { PHASES } from "./phase.ts";
import { runHeaderSchema } from "./run_header.ts";

const outcome = z.enum(OUTCOMES);
const time = z.iso.datetime().describe("UTC, ISO 8601");
const ms = z.int().nonnegative().describe("milliseconds");

const problem = z.strictObject({
  phase: z.enum(PHASES),
  outcome,
  message: z.string().describe("what was found and what was expected"),
  detail: z.array(z.string()).describe("the lines that show why"),
  hint: z.string().nullable().describe("a command to type or a file to edit"),
});

const phase = z.strictObject({
  name: z.enum(PHASES),
  status: z.enum(["passed", "failed", "skipped"]),
  started_at: time.nullable().describe("null when it was skipped"),
  ms,
  attempts: z.int().positive().describe("more than 1 when a pull or a port was tried again"),
});

const check = z.strictObject({
  name: z.string(),
  kind: z.enum(CHECK_KINDS),
  target: z.string().describe("as in the contract; after ` at `, the address it was sent to, where that differs"),
  ok: z.boolean(),
  attempts: z.int().nonnegative(),
  last_answer: z.string(),
  ms,
});

const testResults = z.strictObject({
  files: z.array(z.string()).describe("the JUnit files that were read, relative to the repository's root"),
  tests: z.int().nonnegative().describe("all test cases"),
  failed: z.int().nonnegative().describe("failures and errors among them"),
  skipped: z.int().nonnegative(),
  ms,
  failures: z.array(z.strictObject({ name: z.string(), message: z.string() })).describe("at most 50 of them"),
});

const test = z.strictObject({
  command: z.string(),
  exit_code: z.int().nullable().describe("null when there is no verdict"),
  signal: z.string().nullable(),
  timed_out: z.boolean(),
  limit_ms: ms,
  ms,
  output_bytes: z.int().nonnegative(),
  left_running: z.array(z.string()).describe(
    "processes that outlived the command, and whether they were ended by the tool",
  ),
  evidence: z.enum(["exit-code", "results"]).describe("what the verdict is based on"),
  results: testResults.nullable().describe(
    "the content of test_results; null when none are declared or none could be read",
  ),
});

const service = z.strictObject({
  service: z.string(),
  container: z.string(),
  image: z.string(),
  image_id: z.string(),
  state: z.string(),
  health: z.string().nullable(),
  exit_code: z.int().nullable(),
  oom_killed: z.boolean(),
  restarts: z.int().nonnegative(),
});

const cleanup = z.strictObject({
  decision: z.enum(["down", "kept", "nothing-made"]),
  verified: z.boolean().describe("the host confirmed what is left"),
  leftovers: z.array(z.strictObject({ kind: z.string(), name: z.string() })),
  kept_until: time.nullable(),
  note: z.string().nullable().describe("what will remove the leftovers, and when"),
});

/** The schema of `result.json`, version 1. Durations are in milliseconds, dates in UTC. */
export const resultSchema = z.strictObject({
  schema_version: z.literal(1),
  ...runHeaderSchema.shape,
  git: z.strictObject({ sha: z.string(), branch: z.string().nullable(), dirty: z.boolean() }).nullable(),
  ended_at: time,
  duration_ms: ms,
  outcome,
  exit_code: z.int(),
  reason: problem.nullable().describe("the failure that decided; null when passed"),
  secondary: z.array(problem).describe("later failures; they do not change the outcome"),
  phases: z.array(phase),
  checks: z.array(check),
  test: test.nullable().describe("null when the command was never started"),
  services: z.array(service),
  docker: z.strictObject({ engine: z.string(), compose: z.string() }).nullable(),
  isolation: z.strictObject({
    ports: z.enum(["host", "private"]),
    address: z.string().nullable().describe("the sandbox's own address, with private ports"),
    published: z.record(z.string(), z.string()).describe(
      "E2E_<SERVICE>_<PORT> = address:port, and more names for other protocols and replicas",
    ),
    changes: z.array(z.string()).describe("what isolation changed in the compose model"),
  }),
  sent: z.strictObject({ files: z.int(), bytes: z.int().describe("bytes over the network") }).nullable(),
  tree: z.string().regex(/^[0-9a-f]{64}$/).nullable().default(null).describe(
    "SHA-256 of the tree on the host; null when none was sent",
  ),
  collected: z.strictObject({
    files: z.array(z.strictObject({ path: z.string(), bytes: z.int() })),
    cut: z.array(z.string()).describe("what was left out or shortened, and why"),
  }),
  appeared: z.array(z.string()).nullable().default(null).describe(
    "what was created on the Docker Engine during the tests, belongs to no sandbox and still exists; the tests may have created it; null when unknown",
  ),
  cleanup,
});

/** The result of a run: the content of `result.json`. */
export type Result = z.output<typeof resultSchema>;
/** One failure, in a {@link Result}. */
export type ResultProblem = z.output<typeof problem>;
/** One phase, in a {@link Result}. */
export type PhaseResult = z.output<typeof phase>;
/** One health check, in a {@link Result}. */
export type CheckResult = z.output<typeof check>;
/** How the test command ended, in a {@link Result}. */
export type TestResult = z.output<typeof test>;
/** The content of the tests' own result files, in a {@link Result}. */
export type TestResults = z.output<typeof testResults>;
/** The state of one container, in a {@link Result}. */
export type ServiceResult = z.output<typeof service>;
/** What became of the sandbox, in a {@link Result}. */
export type CleanupResult = z.output<typeof cleanup>;
