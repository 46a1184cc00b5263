import assert from "node:assert/strict";
import { readContract } from "../../../lib/contract/read_contract.ts";
import { beginRun, planRun, type RunChoices } from "../../../lib/runner/plan_run.ts";
import { testContext } from "../cli/test_context.ts";

function repository(more = "") {
  const reading = readContract(`name: shop\ncompose_file: e2e/compose.yml\ntest_command: "true"\n${more}`, "");
  assert.ok(reading.kind === "valid");
  return { root: "/shop", contract: reading.contract };
}

const planned = (env: Readonly<Record<string, string>>, more = "", choices: RunChoices = {}) =>
  planRun(repository(more), choices, testContext(env).context);

Deno.test("planRun() uses the contract's clean-up, the default lease and no wait", () => {
  const { cleanup, leaseMs, waitMs, schedule, toolVersion } = planned({}).decided;
  assert.deepEqual([cleanup, leaseMs, waitMs, schedule, toolVersion], ["always", 120_000, 0, null, "1.2.3"]);
});

Deno.test("planRun() keeps the sandbox with --keep", () => {
  assert.equal(planned({}, "", { keep: true }).decided.cleanup, "never");
});

Deno.test("planRun() says what starts the run", () => {
  const schedule = { id: "shop", cron: "0 3 * * 0", zone: "UTC", next_expected_at: null };
  const found = [planned({}), planned({ CI: "1" }), planned({ CI: "1" }, "", { schedule })];
  assert.deepEqual(found.map(({ decided }) => decided.trigger), ["person", "ci", "schedule"]);
});

Deno.test("planRun() uses --lease, or else E2E_LEASE", () => {
  assert.equal(planned({ E2E_LEASE: "5m" }).decided.leaseMs, 300_000);
  assert.equal(planned({ E2E_LEASE: "5m" }, "", { leaseMs: 10_000 }).decided.leaseMs, 10_000);
  const expected = "expected a duration of at least 3s, such as 120 or 2m";
  assert.throws(() => planned({ E2E_LEASE: "long" }), { message: `E2E_LEASE is "long": ${expected}` });
  assert.throws(() => planned({}, "", { leaseMs: 1_000 }), { message: `--lease is 1s: ${expected}` });
});

Deno.test("planRun() reads the contract's secrets, and names all that are not set", () => {
  const secrets = "secrets: [A, B, C]\n";
  assert.deepEqual(planned({ A: "1111", B: "two\nlines", C: "3333" }, secrets).decided.secrets, {
    A: "1111",
    B: "two\nlines",
    C: "3333",
  });
  assert.throws(() => planned({ B: "2" }, secrets), {
    message: 'The contract\'s secrets "A", "C" are not set in the environment',
    hint: "export A=…",
  });
});

for (const value of ["", "abc", "  abc\n", "a\nb\nc"]) {
  Deno.test(`planRun() refuses the secret ${JSON.stringify(value)}, and does not show it`, () => {
    assert.throws(() => planned({ SHORT: value, LONG: "four" }, "secrets: [LONG, SHORT]\n"), {
      message: 'The value of secret "SHORT" is too short to be masked: expected at least 4 characters',
      hint: "export SHORT=…, or pass a value that is not secret with env: in e2e/e2e.yml",
    });
  });
}

Deno.test("planRun() reads the state-hub's ids from the environment when the contract has none", () => {
  const env = { STATE_HUB_WORKSTREAM_ID: "w", STATE_HUB_TASK_ID: "t" };
  assert.deepEqual(planned(env, "state_hub: {task_id: own}\n").repository.contract.stateHub, {
    workstreamId: "w",
    taskId: "own",
  });
});

Deno.test("beginRun() gives each start of a planned run an id and a directory of its own", () => {
  const plan = planned({}), first = beginRun(plan, { runsDirectory: "/runs", nowMs: 1 });
  const second = beginRun(plan, { runsDirectory: "/runs", nowMs: 2 });
  assert.ok(first.runId < second.runId);
  assert.deepEqual([first.collectInto, first.root, first.leaseMs], [`/runs/${first.runId}`, "/shop", 120_000]);
});
