import { z } from "zod";
import { EXIT_CODES, type Outcome } from "./outcome.ts";
import { PHASES } from "./phase.ts";

const outcome = z.enum(Object.keys(EXIT_CODES) as [Outcome, ...Outcome[]]);
const time = z.iso.datetime().describe("UTC, ISO 8601");
const ms = z.int().nonnegative().describe("milliseconds");

const problem = z.strictObject({
  phase: z.enum(PHASES),
  outcome,
  message: z.string().describe("what was found and what was wanted"),
  detail: z.array(z.string()).describe("the lines that show why"),
  hint: z.string().nullable().describe("a command to type or a file to edit"),
});

const phase = z.strictObject({
  name: z.enum(PHASES),
  status: z.enum(["passed", "failed", "skipped"]),
  started_at: time.nullable().describe("null when it was skipped"),
  ms,
  attempts: z.int().positive().describe("more than 1 where a pull or a port was tried again"),
});

const check = z.strictObject({
  name: z.string(),
  kind: z.enum(["http", "tcp", "service"]),
  target: z.string().describe("as it was asked, after isolation"),
  ok: z.boolean(),
  attempts: z.int().nonnegative(),
  last_answer: z.string(),
  ms,
});

const testResults = z.strictObject({
  files: z.array(z.string()).describe("the JUnit files that were read, relative to the repository's root"),
  tests: z.int().nonnegative().describe("all test cases"),
  failed: z.int().nonnegative().describe("of these, failures and errors"),
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
  evidence: z.enum(["exit-code", "results"]).describe("what the verdict rests on"),
  results: testResults.nullable().describe(
    "what test_results told; null where none are declared or none could be read",
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
  verified: z.boolean().describe("the host was asked, and answered, what is left"),
  leftovers: z.array(z.strictObject({ kind: z.string(), name: z.string() })),
  kept_until: time.nullable(),
  note: z.string().nullable().describe("what will remove the leftovers, and when"),
});

/** `result.json`: everything about one run, version 1. Times in milliseconds, dates in UTC. */
export const resultSchema = z.strictObject({
  schema_version: z.literal(1),
  run_id: z.uuidv7(),
  slug: z.string(),
  project: z.string(),
  host: z.string(),
  owner: z.string().describe("user@machine that started the run"),
  tool_version: z.string(),
  repository: z.string().describe("the repository's root where the tool ran"),
  git: z.strictObject({ sha: z.string(), branch: z.string().nullable(), dirty: z.boolean() }).nullable(),
  schedule: z.strictObject({
    id: z.string(),
    cron: z.string().describe("five fields, as in crontab(5)"),
    zone: z.string().describe("the host's time zone, IANA name"),
    next_expected_at: time.nullable().describe("when the run after this one is due; null when it never comes"),
  }).nullable().describe("what started the run; null when somebody did"),
  started_at: time,
  ended_at: time,
  duration_ms: ms,
  outcome,
  exit_code: z.int(),
  reason: problem.nullable().describe("the first thing that went wrong; null when passed"),
  secondary: z.array(problem).describe("what went wrong after that; it does not change the outcome"),
  phases: z.array(phase),
  checks: z.array(check),
  test: test.nullable().describe("null when the command was never started"),
  services: z.array(service),
  docker: z.strictObject({ engine: z.string(), compose: z.string() }).nullable(),
  isolation: z.strictObject({
    ports: z.enum(["host", "private"]),
    address: z.string().nullable().describe("the sandbox's own address, with private ports"),
    published: z.record(z.string(), z.string()).describe("E2E_<SERVICE>_<PORT> = address:port"),
    changes: z.array(z.string()).describe("what isolation changed in the compose model"),
  }),
  sent: z.strictObject({ files: z.int(), bytes: z.int().describe("bytes that travelled") }).nullable(),
  tree: z.string().regex(/^[0-9a-f]{64}$/).nullable().default(null).describe(
    "SHA-256 of the tree as it lay on the host; null when none was sent",
  ),
  collected: z.strictObject({
    files: z.array(z.strictObject({ path: z.string(), bytes: z.int() })),
    cut: z.array(z.string()).describe("what was left out or shortened, and why"),
  }),
  appeared: z.array(z.string()).nullable().default(null).describe(
    "what was made on the Docker Engine during the tests without a label of a sandbox and is still there, perhaps theirs; null when that could not be seen",
  ),
  cleanup,
  state_hub: z.strictObject({ workstream_id: z.string().nullable(), task_id: z.string().nullable() }),
});

/** What a run left to be read: the content of `result.json`. */
export type Result = z.output<typeof resultSchema>;
/** One thing that went wrong, in a {@link Result}. */
export type ResultProblem = z.output<typeof problem>;
/** One phase, in a {@link Result}. */
export type PhaseResult = z.output<typeof phase>;
/** One health check, in a {@link Result}. */
export type CheckResult = z.output<typeof check>;
/** How the test command ended, in a {@link Result}. */
export type TestResult = z.output<typeof test>;
/** What the tests' own result files told, in a {@link Result}. */
export type TestResults = z.output<typeof testResults>;
/** What started a run that nobody did, in a {@link Result}. */
export type Schedule = NonNullable<Result["schedule"]>;
/** The state of one container, in a {@link Result}. */
export type ServiceResult = z.output<typeof service>;
/** What became of the sandbox, in a {@link Result}. */
export type CleanupResult = z.output<typeof cleanup>;
