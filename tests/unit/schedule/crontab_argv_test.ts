import assert from "node:assert/strict";
import type { Argv } from "../../../lib/host/exec.ts";
import { cronFactsArgv, crontabSwapArgv, runAsCronArgv } from "../../../lib/schedule/crontab_argv.ts";

const ROWS: readonly (readonly [argv: Argv, expected: string])[] = [
  [cronFactsArgv("shop"), "cron_facts.sh shop"],
  [crontabSwapArgv("none", 12), "crontab_swap.sh none 12"],
  [runAsCronArgv("date", { HOME: "/h" }), "run_as_cron.sh SHELL=/bin/sh HOME=/h /bin/sh -c date"],
  [runAsCronArgv("date", { SHELL: "/bin/bash" }), "run_as_cron.sh SHELL=/bin/bash /bin/bash -c date"],
];

for (const [[program, option, , ...args], expected] of ROWS) {
  Deno.test(`an argv for the crontab runs ${expected}`, () => {
    assert.deepEqual([program, option], ["sh", "-c"]);
    assert.equal(args.filter((arg) => !arg.startsWith("#!")).join(" "), expected);
  });
}
