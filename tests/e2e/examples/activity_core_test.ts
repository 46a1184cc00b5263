/**
 * Activity-core on a real Temporal and a real Postgres. A run needs half a minute, so that several go on side by side, and
 * each is told as a step of one test.
 */
import assert from "node:assert/strict";
import type { Outcome } from "../../../lib/result/outcome.ts";
import type { Result } from "../../../lib/result/result.ts";
import { freePort } from "../../../tools/lab/free_port.ts";
import { activityCore, type Changes, type Edit, must, Turns, whyNoStack } from "./activity_core.ts";
import { type Ended, type Started, World } from "../fixture.ts";

interface Row {
  readonly name: string;
  readonly changes?: Changes;
  readonly args?: readonly string[];
  /** A port of this machine that somebody else listens at, on all addresses. */
  readonly taken?: number;
  readonly during?: (started: Started, world: World) => Promise<void>;
  readonly outcome: Outcome;
  readonly code: number;
  /** What the screen must show. */
  readonly says: readonly RegExp[];
  readonly after?: (result: Result) => void;
}

const COMPOSE = "docker-compose.dev.yml", WORKFLOWS = "activity_core/workflows.py", CONTRACT = "e2e/e2e.yml";
const FLOWS = ["full", "flaky", "broken", "restart"];

/** The fixed ports moved to free ones, that of Temporal's UI to `ui`: those of this machine may be in use. */
function portsWith(ui: number): readonly Edit[] {
  return [
    [COMPOSE, '"5432:', `"${freePort()}:`],
    [COMPOSE, '"7233:', `"${freePort()}:`],
    [COMPOSE, '"8080:', `"${ui}:`],
    [CONTRACT, "localhost:8080", `localhost:${ui}`],
  ];
}

/** One flow. */
const FULL = ["--", "full"];
/** Waited for long enough for a worker to get its first task, which is some seconds after Temporal is ready. */
const short = (...edits: readonly Edit[]): Changes => ({ edits, limitS: 20 });
const [takenForHost, takenForPrivate] = [freePort(), freePort()];

async function killTemporal(started: Started, world: World): Promise<void> {
  await started.says("PASS full: seed");
  const mine = ["--filter", "label=com.docker.compose.service=temporal", "--format", "{{.ID}} {{.Labels}}"];
  const [container] = (await must("docker", "ps", ...mine)).split("\n").filter((line) => line.includes(world.home));
  await must("docker", "kill", container?.split(" ")[0] ?? "");
}

const ROWS: readonly Row[] = [
  {
    name: "passes when Temporal is slow to start by a minute, while the page of its UI answers at once",
    changes: {
      edits: [
        [
          COMPOSE,
          "    environment:\n      DB:",
          `    entrypoint: sh -c "sleep 60; exec /etc/temporal/entrypoint.sh autosetup"
    environment:
      DB:`,
        ],
        [CONTRACT, "health_checks:\n", "health_checks:\n  - { name: page, url: http://localhost:8080/ }\n"],
      ],
    },
    args: FULL,
    outcome: "passed",
    code: 0,
    says: [/^PASS full: run log/m],
    after: ({ checks }) => {
      const ms = (name: string) => checks.find((check) => check.name === name)?.ms ?? NaN;
      assert.ok(ms("page") < 20_000, `the page answered after ${ms("page")} ms`);
      assert.ok(ms("temporal-ui") > 40_000, `Temporal was ready after ${ms("temporal-ui")} ms`);
    },
  },
  {
    name: "passes with ports: host, as uv runs the tests",
    changes: {
      contract: { ports: "host", test_command: "uv run python e2e/tests/test_full_flow.py" },
      edits: portsWith(freePort()),
    },
    outcome: "passed",
    code: 0,
    says: FLOWS.map((flow) => new RegExp(`^PASS ${flow}: run log: `, "m")),
  },
  {
    name: "passes with private ports while a stranger holds the UI's on all addresses, as pytest runs the tests",
    changes: {
      contract: { test_command: "uv run --extra test python -m pytest e2e/tests/ -v --tb=short" },
      edits: portsWith(takenForPrivate),
    },
    taken: takenForPrivate,
    outcome: "passed",
    code: 0,
    says: FLOWS.map((flow) => new RegExp(`test_full_flow.py::test_${flow} PASSED`)),
  },
  {
    name: "is busy with ports: host when a stranger holds the UI's",
    changes: { contract: { ports: "host" }, edits: portsWith(takenForHost) },
    taken: takenForHost,
    outcome: "busy",
    code: 75,
    says: [new RegExp(`Port ${takenForHost} on local is in use by another process|on local is in use by \\S+ \\(pid `)],
  },
  {
    name: "fails when the worker does not start: the poll step says so, with the worker's log",
    changes: short([
      COMPOSE,
      "    environment: *environment\n",
      "    environment: { TEMPORAL_ADDRESS: nowhere:7233 }\n",
    ]),
    args: FULL,
    outcome: "failed",
    code: 1,
    says: [
      /^FAIL full: poll: .*waited 20 s for the workflow to end; no worker has asked on task queue "activity-core"/m,
      /^WARNING Temporal at nowhere:7233 does not answer yet: /m,
      /^✗ failed: .*\n.*exit code 1/m,
    ],
  },
  {
    name: "fails when the workflow was renamed, and says what the worker knows",
    changes: short([WORKFLOWS, 'name="RunActivityWorkflow"', 'name="RunActivity"']),
    args: FULL,
    outcome: "failed",
    code: 1,
    says: [
      /^FAIL full: poll: .*RunActivityWorkflow is not registered on this worker, available workflows: RunActivity/m,
    ],
  },
  {
    name: "fails when the run log is not written",
    changes: short([WORKFLOWS, "        await quickly(activities.open_run_log, definition.id)\n", ""]),
    args: FULL,
    outcome: "failed",
    code: 1,
    says: [/^PASS full: poll: COMPLETED/m, /^FAIL full: run log: .*rows in activity_run_log: expected 1, found 0$/m],
  },
  {
    name: "is unhealthy when the password of Postgres is wrong, and shows the last lines of who used it",
    changes: short([COMPOSE, "activity:activity@", "activity:forgotten@"]),
    outcome: "unhealthy",
    code: 3,
    says: [/migrate: exited with code 1/, /migrate \| .*password authentication failed for user "activity"/],
  },
  {
    name: "fails when Temporal is killed during the tests, and says that it is gone",
    changes: short(),
    during: killTemporal,
    outcome: "failed",
    code: 1,
    says: [
      /^FAIL full: (trigger|poll): Temporal at 127\S+:\d+ does not answer: /m,
      /! Not every service was healthy after the tests: temporal: exited with code 137/,
    ],
  },
];

async function tried(row: Row): Promise<void> {
  await using world = new World();
  using _stranger = row.taken === undefined ? undefined : listen(row.taken);
  const repository = await activityCore(world, row.changes);
  const started = world.start([repository, "--host", "local", ...row.args ?? []]);
  await row.during?.(started, world);
  assertEnded(row, await started.ended, await world.result());
}

function listen(port: number): Disposable {
  const listener = Deno.listen({ hostname: "0.0.0.0", port });
  return { [Symbol.dispose]: () => listener.close() };
}

function assertEnded({ outcome, code, says, after }: Row, ended: Ended, result: Result): void {
  assert.deepEqual([result.outcome, result.exit_code, ended.code], [outcome, code, code], ended.stderr);
  for (const text of says) assert.match(ended.stderr, text);
  assert.deepEqual([result.cleanup.verified, result.cleanup.leftovers], [true, []]);
  after?.(result);
}

Deno.test("e2e run activity-core", async (t) => {
  const reason = await whyNoStack();
  if (reason !== undefined) console.log(`Skipped: ${reason}`);
  // What goes on side by side does not begin and end within one step: the test as a whole is looked at.
  const step = (name: string, fn: () => Promise<void>) =>
    t.step({ name, ignore: reason !== undefined, sanitizeOps: false, sanitizeResources: false, fn });
  const turns = new Turns(3);
  const runs = reason === undefined ? ROWS.map((row) => Promise.allSettled([turns.take(() => tried(row))])) : [];
  for (const [at, row] of ROWS.entries()) {
    await step(row.name, async () => {
      const [ended] = await runs[at] ?? [];
      if (ended?.status === "rejected") throw ended.reason;
    });
  }
  await step("passes in four sandboxes at once", async () => {
    await using world = new World();
    const copies = await Promise.all([1, 2, 3, 4].map((nth) => activityCore(world, { name: `copy-${nth}` })));
    const { code, stderr } = await world.run(["run", ...copies, "--host", "local", "--jobs", "4", ...FULL]);
    assert.equal(code, 0, stderr);
    assert.deepEqual((await world.results()).map(({ outcome }) => outcome), Array(4).fill("passed"));
  });
});
