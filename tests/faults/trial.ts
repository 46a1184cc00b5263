import fc from "fast-check";
import { type PhaseName, PHASES } from "../../lib/result/phase.ts";
import { startAndReach } from "../e2e/lifecycle/faults.ts";
import type { Ended } from "../e2e/fixture.ts";
import { LabWorld } from "./lab_world.ts";
import { type Fault, type FaultName, FAULTS } from "./fault.ts";
import { strayTraces } from "./traces.ts";

/** A run with a fault at some moment. */
export interface Trial {
  readonly fault: FaultName;
  readonly phase: PhaseName;
  /** The time between the middle of the phase and the fault, milliseconds. */
  readonly delayMs: number;
  readonly testsPass: boolean;
}

/** How a trial ended. */
export interface Tried {
  /** The run's outcome; undefined when the tool was killed before the end. */
  readonly outcome: string | undefined;
  /** The broken promises; empty when all were kept. */
  readonly broken: readonly string[];
}

/** Returns random trials, always the same for one seed. */
export function trials(seed: number, count: number): readonly Trial[] {
  const trial = fc.record({
    fault: fc.constantFrom(...Object.keys(FAULTS) as FaultName[]),
    phase: fc.constantFrom(...PHASES),
    delayMs: fc.noBias(fc.integer({ min: 0, max: 3_000 })),
    testsPass: fc.noBias(fc.boolean()),
  });
  return fc.sample(trial, { seed, numRuns: count });
}

/** Describes a trial in one line. */
export function trialWords({ fault, phase, delayMs, testsPass }: Trial): string {
  return `${fault}, ${delayMs} ms into ${phase}, with tests that ${testsPass ? "pass" : "fail"}`;
}

/** Runs a slow repository on a clean lab host, causes the fault, and checks the verdict and what is left. */
export async function tryOut(trial: Trial, hostName: string): Promise<Tried> {
  const fault: Fault = FAULTS[trial.fault];
  const world = await LabWorld.open(hostName);
  const before = await world.traces();
  try {
    const run = await startAndReach(world, trial.phase, {
      host: hostName,
      env: { E2E_LEASE: `${fault.leaseS}` },
      contract: { test_command: `sh test.sh && exit ${trial.testsPass ? 0 : 1}` },
    });
    await new Promise((resolve) => setTimeout(resolve, trial.delayMs));
    await fault.happen(world, run);
    const { outcome, broken } = await judge(world, { trial, fault, ended: await run.ended });
    const left = await whatStays(world, { fault, before });
    return { outcome, broken: [...broken, ...left.map((each) => `left: ${each}`)] };
  } finally {
    await world.forget();
  }
}

/** Compares the verdict with the allowed ones, and the inventory of the tool with that of the host. */
async function judge(
  world: LabWorld,
  { trial, fault, ended }: { readonly trial: Trial; readonly fault: Fault; readonly ended: Ended },
): Promise<Tried> {
  const [result] = await world.results();
  if (result === undefined) return { outcome: undefined, broken: fault.kills ? [] : ["no result"] };
  const { outcome, cleanup } = result;
  const broken: string[] = [];
  const truth = trial.testsPass ? ["passed", "leaked"] : ["failed"];
  if (![...truth, ...fault.alsoAllowed].includes(outcome)) {
    broken.push(`reported ${outcome}: ${result.reason?.message}`);
  }
  if (ended.code !== result.exit_code && !fault.kills) {
    broken.push(`exit code ${ended.code}, result ${result.exit_code}`);
  }
  const left = await world.inventory();
  if (cleanup.verified && cleanup.decision === "down" && cleanup.leftovers.length === 0 && left.length > 0) {
    broken.push(`reported that nothing is left: ${left.join(", ")}`);
  }
  if (outcome === "leaked" && cleanup.verified && cleanup.leftovers.length === 0) {
    broken.push("leaked, but nothing listed");
  }
  return { outcome, broken };
}

/** Returns what is left on the host after the lease and 30 seconds, and on this machine after one more command. */
async function whatStays(
  world: LabWorld,
  { fault, before }: { readonly fault: Fault; readonly before: readonly string[] },
): Promise<readonly string[]> {
  const tidyUp = () => world.run(["gc", "--host", world.host.name]);
  const left = async () => [...await world.inventory(), ...strayTraces(before, await world.traces())];
  if (fault.sweeps) await tidyUp();
  const end = Date.now() + fault.leaseS * 1000 + 30_000;
  let stays = await left();
  while (stays.length > 0 && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    stays = await left();
  }
  if (fault.kills) await tidyUp();
  return [...stays, ...await world.tracesHere()];
}
