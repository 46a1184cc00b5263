import assert from "node:assert/strict";
import { noLabReason } from "../../tools/lab/lab_host.ts";
import { trials, trialWords, tryOut } from "./trial.ts";

/** Twelve of the trials of `deno task faults`, which tries others with another seed. */
const TRIALS = trials(12, 12);

/** Registers a test for each of the trials from `from` up to `to`, on a lab host. */
export function testTrials(from: number, to: number, host: string): void {
  for (const [at, trial] of TRIALS.slice(from, to).entries()) {
    Deno.test({
      name: `e2e run keeps its promises: ${from + at + 1}. ${trialWords(trial)}`,
      ignore: noLabReason() !== undefined,
      fn: async () => assert.deepEqual((await tryOut(trial, host)).broken, []),
    });
  }
}
