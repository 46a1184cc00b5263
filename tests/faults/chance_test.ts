import assert from "node:assert/strict";
import { noLabReason } from "../../tools/lab/lab_host.ts";
import { trials, trialWords, tryOut } from "./trial.ts";

/** Twelve of the trials of `deno task faults`, which tries others with another seed. */
for (const [at, trial] of trials(12, 12).entries()) {
  Deno.test({
    name: `e2e run keeps its promises: ${at + 1}. ${trialWords(trial)}`,
    ignore: noLabReason() !== undefined,
    fn: async () => assert.deepEqual((await tryOut(trial, "chance")).broken, []),
  });
}
