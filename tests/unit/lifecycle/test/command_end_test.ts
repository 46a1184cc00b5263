import assert from "node:assert/strict";
import { commandEnd, testResult } from "../../../../lib/lifecycle/test/command_end.ts";
import type { RunContext } from "../../../../lib/lifecycle/run_context.ts";
import type { NotRun } from "../../../../lib/lifecycle/test/not_run.ts";
import type { JobEnd } from "../../../../lib/sandbox/job.ts";

const run = {
  plan: { contract: { testCommand: "pytest", timeoutMs: 60_000 } },
  transport: { name: "lab" },
} as RunContext;
const END: JobEnd = { code: 0, timedOut: false, endedBy: undefined, tookMs: 5, left: 0, bytes: 9 };

interface Row {
  readonly end: Partial<JobEnd>;
  readonly limitMs?: number;
  readonly notRun?: NotRun;
  readonly outcome: string;
  readonly says?: string;
}

const MISSING = { what: '"pytest" was not found', hint: "install it" };

const ROWS: Readonly<Record<string, Row>> = {
  "exit code 0": { end: {}, outcome: "passed" },
  "exit code 7": { end: { code: 7 }, outcome: "failed", says: "The tests failed with exit code 7" },
  "a signal": { end: { code: 137 }, outcome: "failed", says: "The tests failed with exit code 137 (SIGKILL)" },
  "a missing command": {
    end: { code: 127 },
    notRun: { ...MISSING, outcome: "no-tests" },
    outcome: "no-tests",
    says: 'The tests could not be run (exit code 127): "pytest" was not found',
  },
  "a missing command after others": {
    end: { code: 127 },
    notRun: { ...MISSING, outcome: "failed" },
    outcome: "failed",
    says: 'The tests ended with exit code 127: "pytest" was not found',
  },
  "a registry out of reach": {
    end: { code: 127 },
    notRun: { ...MISSING, outcome: "infra" },
    outcome: "infra",
    says: "The tests could not be run (exit code 127): ",
  },
  "the tests' limit": { end: { timedOut: true }, outcome: "timed-out", says: "within their limit of 60 s" },
  "the run's limit": {
    end: { timedOut: true },
    limitMs: 8_000,
    outcome: "timed-out",
    says: "within the rest of run_timeout, 8 s",
  },
  "an expired lease": { end: { endedBy: "lease" }, outcome: "infra", says: "the lease of the sandbox expired" },
  "a removal": { end: { endedBy: "down" }, outcome: "infra", says: "a user removed the sandbox" },
};

for (const [name, { end, limitMs = 60_000, notRun, outcome, says = "" }] of Object.entries(ROWS)) {
  Deno.test(`commandEnd() returns ${outcome} for ${name}`, () => {
    const found = commandEnd(run, { ...END, ...end }, { limitMs, notRun });
    assert.equal(found.kind === "failed" ? found.outcome : "passed", outcome);
    assert.ok(found.kind === "passed" || found.message.includes(says), JSON.stringify(found));
  });
}

Deno.test("testResult() has no exit code when the command did not end by itself", () => {
  const more = { command: "pytest", limitMs: 60_000.4, left: ["7 sleep"] };
  const codes = [{}, { timedOut: true }, { endedBy: "down" as const }]
    .map((end) => testResult({ ...END, code: 143, ...end }, more).exit_code);
  assert.deepEqual(codes, [143, null, null]);
  const { signal, limit_ms, left_running } = testResult({ ...END, code: 143 }, more);
  assert.deepEqual([signal, limit_ms, left_running], ["SIGTERM", 60_000, ["7 sleep"]]);
});
