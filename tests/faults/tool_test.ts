import assert from "node:assert/strict";
import { PHASES } from "../../lib/result/phase.ts";
import { noLabReason } from "../../tools/lab/lab_host.ts";
import type { FaultName } from "./fault.ts";
import { trialWords, tryOut } from "./trial.ts";

const ignore = noLabReason() !== undefined;

/** The faults that hit the tool while its run is in progress on another machine. */
const TO_THE_TOOL: readonly FaultName[] = [
  "the tool is killed",
  "the user presses Ctrl-C",
  "the user presses Ctrl-C twice",
  "the terminal is closed",
];

for (const fault of TO_THE_TOOL) {
  for (const phase of PHASES) {
    const trial = { fault, phase, delayMs: 0, testsPass: true };
    Deno.test({
      name: `e2e run leaves nothing on its host: ${trialWords(trial)}`,
      ignore,
      fn: async () => assert.deepEqual((await tryOut(trial, "tool")).broken, []),
    });
  }
}
