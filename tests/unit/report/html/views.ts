import { OUTCOMES as WORST_FIRST } from "../../../../lib/result/outcome.ts";
import type { Result } from "../../../../lib/result/result.ts";
import type { CheckEvent } from "../../../../lib/report/html/check_events.ts";
import type { RunView } from "../../../../lib/report/html/run_view.ts";
import { passedResult, problem } from "../../result/events.ts";

/** All outcomes, the best first. */
export const OUTCOMES = WORST_FIRST.toReversed();

const [service] = passedResult.services;
const [check] = passedResult.checks;
const at = (second: number) => new Date(Date.parse(passedResult.started_at) + second * 1000).toISOString();

/** A result with a value in every field. */
export const fullResult: Result = {
  ...passedResult,
  outcome: "failed",
  exit_code: 1,
  schedule: { id: "weekly", cron: "17 3 * * 1", zone: "Europe/Berlin", next_expected_at: null },
  reason: problem({
    message: "2 of 14 tests failed",
    detail: ["E  assert 1 == 2", "E  no order"],
    hint: "e2e logs 1a2b3c4d",
  }),
  secondary: [problem({ phase: "collect", outcome: "infra", message: "The connection broke", hint: "e2e doctor" })],
  phases: [
    { name: "sync", status: "passed", started_at: at(0), ms: 900, attempts: 1 },
    { name: "up", status: "passed", started_at: at(0.9), ms: 4200, attempts: 2 },
    { name: "ready", status: "passed", started_at: at(5.1), ms: 2400, attempts: 1 },
    { name: "test", status: "failed", started_at: at(7.5), ms: 11_000, attempts: 1 },
    { name: "collect", status: "skipped", started_at: null, ms: 0, attempts: 1 },
    { name: "down", status: "passed", started_at: at(19.3), ms: 1200, attempts: 1 },
  ],
  checks: [check!, { ...check!, name: "db", kind: "service", target: "db", ok: false, last_answer: "starting" }],
  test: {
    ...passedResult.test!,
    exit_code: 1,
    signal: "SIGTERM",
    left_running: ["4711 python -m worker"],
    evidence: "results",
    results: {
      files: ["e2e/junit.xml"],
      tests: 14,
      failed: 3,
      skipped: 1,
      ms: 10_000,
      failures: [
        { name: "test_order.py::test_total", message: "assert 1 == 2\n +  where 1 = total()" },
        { name: "test_order.py::test_paid", message: "no order" },
      ],
    },
  },
  services: [service!, {
    ...service!,
    service: "db",
    state: "exited",
    health: null,
    exit_code: 137,
    oom_killed: true,
    restarts: 2,
  }],
  isolation: {
    ports: "private",
    address: "127.4.5.6",
    published: { E2E_WEB_8080: "127.4.5.6:8080" },
    changes: ["took container_name out of web"],
  },
  collected: { files: [{ path: "artifacts/shot.png", bytes: 2048 }], cut: ["big.bin: 80 MB"] },
  cleanup: {
    decision: "kept",
    verified: false,
    leftovers: [{ kind: "volume", name: "data" }],
    kept_until: "2026-01-03T03:04:05.000Z",
    note: "The host removes it then",
  },
};

/** The answers of one check. */
export const checkEvents: readonly CheckEvent[] = (["wait", "wait", "ok"] as const).map((status, index) => ({
  kind: "check",
  at: at(5 + index),
  name: "web",
  status,
  answer: ["connection refused", "502", "200"][index] ?? "",
  attempts: index + 1,
  ms: 800 * (index + 1),
}));

/** A view with a value in every field. */
export const fullView: RunView = {
  result: fullResult,
  events: checkEvents,
  output:
    "\x1b[1m14 tests\x1b[0m\n10 %\r20 %\r100 %\n\x1b[31mFAILED\x1b[0m test_total\n\x1b[32mPASSED\x1b[0m test_new\n",
  services: [{ name: "web", log: "GET /orders 200\nGET /total 500\n" }],
  cut: ["output.log: 5 bytes of 9 in the middle"],
};
