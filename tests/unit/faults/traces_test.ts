import assert from "node:assert/strict";
import { strayTraces } from "../../faults/traces.ts";

const E2E = "/home/e2e-lab/.e2e";

Deno.test("strayTraces() leaves out what existed before, and what may stay", () => {
  assert.deepEqual(
    strayTraces(["file /tmp/old", "process 5 1 sleep 9"], [
      "file /tmp/old",
      "process 5 1 sleep 9",
      `file ${E2E}`,
      `file ${E2E}/cache`,
      `file ${E2E}/cache/slow`,
      `file ${E2E}/abandoned/e2e-slow-1a2b3c4d.json`,
      "process 6 1 sshd: e2e-lab@notty",
      "process 7 6 sh -c echo e2e-connected; cat; kill $PPID",
      "process 8 7 cat",
    ]),
    [],
  );
});

Deno.test("strayTraces() distinguishes temporary files, incomplete ones, and processes", () => {
  const stray = [
    "file /tmp/tmp.aBcDeF",
    "file /dev/shm/tmp.aBcDeF",
    `file ${E2E}/.labels.77`,
    `file ${E2E}/bin`,
    `file ${E2E}/bin/.new-aBcDeF`,
    `file ${E2E}/sandboxes/.new-e2e-slow-1a2b3c4d.9`,
    `file ${E2E}/abandoned/.e2e-slow-1a2b3c4d.new`,
    "process 9 1 sh /home/e2e-lab/.e2e/sandboxes/e2e-slow-1a2b3c4d/bin/watch.sh",
    "process 10 1 tail -f output.log",
    "process 11 5 cat",
  ];
  assert.deepEqual(strayTraces([], stray), stray);
});
