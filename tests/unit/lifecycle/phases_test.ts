import assert from "node:assert/strict";
import { PHASE_TABLE } from "../../../lib/lifecycle/phases.ts";
import type { Progress } from "../../../lib/lifecycle/progress.ts";
import { Recorder } from "../../../lib/lifecycle/recorder.ts";
import type { RunContext } from "../../../lib/lifecycle/run_context.ts";
import { failure, type PhaseName, PHASES } from "../../../lib/result/phase.ts";

const SANDBOX = { transport: {}, project: "e2e-a-1", dir: "/s" };
const LEASE = { stop: () => Promise.resolve() };

interface Row {
  readonly progress: unknown;
  readonly started?: readonly PhaseName[];
  readonly failed?: true;
  readonly runs: readonly PhaseName[];
}

const NOTHING = { made: { kind: "nothing" }, facts: {} };
const SYNCED = { made: { kind: "sandbox", sandbox: SANDBOX, lease: LEASE }, facts: { synced: {} } };

const ROWS: Readonly<Record<string, Row>> = {
  "the run starts": { progress: NOTHING, runs: ["sync"] },
  "the run was refused": { progress: NOTHING, failed: true, runs: [] },
  "the host did not answer whether it made the sandbox": {
    progress: { ...NOTHING, made: { kind: "perhaps" } },
    failed: true,
    runs: ["down"],
  },
  "the repository was synced": { progress: SYNCED, runs: ["sync", "up", "down"] },
  "the stack did not start": { progress: SYNCED, started: ["up"], failed: true, runs: ["up", "collect", "down"] },
  "the stack was started": {
    progress: { ...SYNCED, facts: { stack: {} } },
    started: ["up"],
    failed: true,
    runs: ["ready", "collect", "down"],
  },
  "the stack is healthy": { progress: { ...SYNCED, facts: {}, healthy: {} }, failed: true, runs: ["test", "down"] },
};

for (const [name, { progress, started = [], failed, runs }] of Object.entries(ROWS)) {
  Deno.test(`PHASE_TABLE allows ${runs.join(", ") || "no phase"} when ${name}`, () => {
    const recorder = new Recorder(() => {}, () => 0);
    started.forEach((phase) =>
      recorder.phases.push({ name: phase, status: "failed", started_at: null, ms: 0, attempts: 1 })
    );
    if (failed) recorder.fail(failure("infra", "x"));
    const run = { recorder } as RunContext;
    assert.deepEqual(PHASES.filter((phase) => PHASE_TABLE[phase](run, progress as Progress) !== undefined), runs);
  });
}
