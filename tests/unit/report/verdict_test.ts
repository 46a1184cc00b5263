import assert from "node:assert/strict";
import type { Outcome } from "../../../lib/result/outcome.ts";
import type { Result } from "../../../lib/result/result.ts";
import { verdict } from "../../../lib/report/verdict.ts";
import { badResult, passedResult, problem } from "../result/events.ts";

const path = "/runs/1";
const NEVER_MADE = { ...passedResult.cleanup, decision: "nothing-made" } as const;
const kept_until = "2026-01-03T03:04:05.000Z";

/** The lines between the first and the last, for each outcome. An outcome without a case does not compile. */
const CASES: { readonly [K in Outcome]: readonly [Partial<Result>, string] } = {
  passed: [{ reason: null }, ""],
  failed: [
    { cleanup: { ...passedResult.cleanup, decision: "kept", kept_until, note: "…" } },
    `  The tests failed with exit code 1
  kept until 2026-01-03 03:04Z: e2e-shop-1a2b3c4d
    test again: e2e retest 1a2b3c4d --host ana@box
    look inside: e2e shell 1a2b3c4d --host ana@box
    remove it: e2e down 1a2b3c4d --host ana@box
`,
  ],
  invalid: [
    {
      reason: problem({ phase: "up", message: "e2e/e2e.yml:7: x\ne2e/e2e.yml:9: y", detail: [], hint: "edit it" }),
      cleanup: NEVER_MADE,
    },
    "  e2e/e2e.yml:7: x\n  e2e/e2e.yml:9: y\n  hint: edit it\n",
  ],
  unhealthy: [
    {
      reason: problem({
        phase: "ready",
        message: 'check "web" last answered "502"',
        detail: ["web | \x1b[31mno database\x1b[0m", "web | bye"],
        hint: "e2e run --keep keeps the sandbox",
      }),
    },
    `  check "web" last answered "502"
    web | no database
    web | bye
  hint: e2e run --keep keeps the sandbox
`,
  ],
  infra: [
    {
      reason: problem({ outcome: "infra", message: "The host is unreachable", detail: ["ssh: reset"] }),
      secondary: [problem({ phase: "down", outcome: "leaked", message: "Cannot verify the removal" })],
      cleanup: { ...passedResult.cleanup, verified: false, note: "The host removes it within 120 s" },
    },
    `  The host is unreachable
    ssh: reset
  also in down: Cannot verify the removal
  could not check what is left on the host
  The host removes it within 120 s
`,
  ],
  "no-tests": [
    { reason: problem({ outcome: "no-tests", message: "The test command was not found", hint: "install it" }) },
    "  The test command was not found\n  hint: install it\n",
  ],
  leaked: [
    {
      reason: problem({
        phase: "down",
        outcome: "leaked",
        message: "2 resources of the sandbox could not be removed",
        detail: ["volume a"],
        hint: "e2e gc",
      }),
      cleanup: {
        ...passedResult.cleanup,
        leftovers: [{ kind: "volume", name: "a" }, { kind: "network", name: "b" }],
        note: "e2e gc",
      },
    },
    "  2 resources of the sandbox could not be removed\n    volume a\n  hint: e2e gc\n  left: network b\n",
  ],
  undelivered: [
    { reason: problem({ phase: "down", outcome: "undelivered", message: "No hub", detail: [], hint: "e2e flush" }) },
    "  No hub\n  hint: e2e flush\n",
  ],
  internal: [
    { reason: problem({ outcome: "internal", message: "Internal error: x", detail: ["at y.ts:1"] }) },
    "  Internal error: x\n    at y.ts:1\n",
  ],
  busy: [
    {
      reason: problem({ phase: "up", outcome: "busy", message: "port 8080 is taken", detail: [], hint: "--wait 10m" }),
    },
    "  port 8080 is taken\n  hint: --wait 10m\n",
  ],
  "timed-out": [
    {
      reason: problem({ outcome: "timed-out", message: "The tests did not end within 5 s" }),
      collected: { files: [], cut: ["big.bin: 80 MB"] },
    },
    "  The tests did not end within 5 s\n  cut: big.bin: 80 MB\n",
  ],
  cancelled: [
    { reason: problem({ phase: "up", outcome: "cancelled", message: "Cancelled", detail: [] }), cleanup: NEVER_MADE },
    "  Cancelled\n",
  ],
};

for (const [outcome, [more, said]] of Object.entries(CASES) as [Outcome, readonly [Partial<Result>, string]][]) {
  Deno.test(`verdict() shows ${outcome} with the reason, the next command and what is left`, () => {
    const mark = outcome === "passed" ? "✓" : "✗";
    const text = verdict(badResult(outcome, more), { path, testShown: true });
    assert.equal(text, `\n${mark} ${outcome}: shop on ana@box in 20.5 s\n${said}  result: /runs/1/result.json\n`);
  });
}

Deno.test("verdict() shows the command that looks inside only once", () => {
  const command = "e2e shell 1a2b3c4d --host ana@box";
  const cleanup = { ...passedResult.cleanup, decision: "kept", kept_until } as const;
  const reason = problem({ phase: "ready", message: "x", detail: [], hint: `${command} opens a shell in the sandbox` });
  const text = verdict(badResult("unhealthy", { reason, cleanup }), { path, testShown: true });
  assert.equal(text.split(command).length, 2, text);
});

Deno.test("verdict() counts the tests and lists at most ten failed ones, one per line", () => {
  const test = passedResult.test;
  assert.ok(test !== null);
  const failures = Array.from({ length: 12 }, (_, at) => ({ name: `shop › pays\n${at}`, message: "no\nmoney" }));
  const results = { files: ["x.xml"], tests: 20, failed: 60, skipped: 1, ms: 5, failures };
  const text = verdict(badResult("failed", { test: { ...test, results } }), { path, testShown: true });
  assert.match(text, /exit code 1\n {2}20 tests, 60 failed, 1 skipped\n {4}✗ shop › pays 0: no\n/);
  assert.match(text, / {4}✗ shop › pays 9: no\n {4}… and 50 more\n {2}result/);
});

Deno.test("verdict() shows the last lines of the tests when they were not shown before", () => {
  const text = verdict(badResult("failed"), { path, testShown: false });
  assert.match(text, /exit code 1\n {4}E {2}assert 1 == 2\n {2}result/);
});
