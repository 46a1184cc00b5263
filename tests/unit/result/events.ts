import type { CheckStatus, Event } from "../../../lib/result/event.ts";
import type { Outcome } from "../../../lib/result/outcome.ts";
import type { PhaseName } from "../../../lib/result/phase.ts";
import { type Result, type ResultProblem, resultSchema } from "../../../lib/result/result.ts";

const at = "2026-01-02T03:04:05.000Z";

/** The start of a run. */
export const started: Event = {
  kind: "run-started",
  at,
  runId: "019b7c5a-0000-7000-8000-00001a2b3c4d",
  slug: "shop",
  project: "e2e-shop-1a2b3c4d",
  host: "ana@box",
};

/** Output of a program. */
export const output = (text: string, phase: PhaseName = "test"): Event => ({ kind: "output", at, phase, text });

/** The start of a phase. */
export const phaseStarted = (phase: PhaseName): Event => ({ kind: "phase-started", at, phase });

/** The end of a phase. */
export const phaseEnded = (
  status: "passed" | "failed" | "skipped",
  more: { readonly phase?: PhaseName; readonly ms?: number; readonly message?: string } = {},
): Event => ({ kind: "phase-ended", at, phase: "test", status, ms: 2400, ...more });

/** A message to the user. */
export const notice = (text: string, level: "info" | "warning" = "warning"): Event => ({
  kind: "notice",
  at,
  level,
  text,
});

/** A check's answer. */
export const check = (
  status: CheckStatus,
  more: { readonly answer?: string; readonly attempts?: number; readonly ms?: number } = {},
): Event => ({ kind: "check", at, name: "web", status, answer: "200", attempts: 3, ms: 2400, ...more });

/** The end of a run. */
export const ended = (result: Result): Event => ({ kind: "run-ended", at, result });

/** A failure. */
export const problem = (more: Partial<ResultProblem> = {}): ResultProblem => ({
  phase: "test",
  outcome: "failed",
  message: "The tests failed with exit code 1",
  detail: ["E  assert 1 == 2"],
  hint: null,
  ...more,
});

/** The result of a run that passed. */
export const passedResult: Result = resultSchema.parse({
  schema_version: 1,
  run_id: "019b7c5a-0000-7000-8000-00001a2b3c4d",
  slug: "shop",
  project: "e2e-shop-1a2b3c4d",
  host: "ana@box",
  owner: "ana@laptop",
  tool_version: "0.1.0",
  repository: "/home/ana/shop",
  git: { sha: "0123456789abcdef0123456789abcdef01234567", branch: "main", dirty: true },
  schedule: null,
  trigger: "person",
  started_at: at,
  ended_at: "2026-01-02T03:04:25.500Z",
  duration_ms: 20_500,
  outcome: "passed",
  exit_code: 0,
  reason: null,
  secondary: [],
  phases: [
    { name: "sync", status: "passed", started_at: at, ms: 900, attempts: 1 },
    { name: "up", status: "passed", started_at: at, ms: 4200, attempts: 2 },
    { name: "ready", status: "passed", started_at: at, ms: 2400, attempts: 1 },
    { name: "test", status: "passed", started_at: at, ms: 11_000, attempts: 1 },
    { name: "collect", status: "skipped", started_at: null, ms: 0, attempts: 1 },
    { name: "down", status: "passed", started_at: at, ms: 1200, attempts: 1 },
  ],
  checks: [{
    name: "web",
    kind: "http",
    target: "http://127.4.5.6:8080/",
    ok: true,
    attempts: 3,
    last_answer: "200",
    ms: 2400,
  }],
  test: {
    command: "pytest -q",
    exit_code: 0,
    signal: null,
    timed_out: false,
    limit_ms: 300_000,
    ms: 10_800,
    output_bytes: 512,
    left_running: [],
    evidence: "exit-code",
    results: null,
  },
  services: [{
    service: "web",
    container: "e2e-shop-1a2b3c4d-web-1",
    image: "nginx:1",
    image_id: "sha256:0123",
    state: "running",
    health: "healthy",
    exit_code: null,
    oom_killed: false,
    restarts: 0,
  }],
  docker: { engine: "27.0.1", compose: "2.29.0" },
  isolation: { ports: "private", address: "127.4.5.6", published: {}, changes: ["took container_name out of web"] },
  sent: { files: 12, bytes: 3456 },
  tree: "ab".repeat(32),
  collected: { files: [], cut: [] },
  appeared: [],
  cleanup: { decision: "down", verified: true, leftovers: [], kept_until: null, note: null },
  state_hub: { workstream_id: null, task_id: null },
});

/** The result of a run that did not pass. */
export const badResult = (outcome: Outcome, more: Partial<Result> = {}): Result => ({
  ...passedResult,
  outcome,
  exit_code: 1,
  reason: problem({ outcome }),
  ...more,
});
