import assert from "node:assert/strict";
import type { Argv } from "../../../lib/host/exec.ts";
import { binarySwapArgv, binaryTidyArgv, cloneArgv, forgetArgv } from "../../../lib/schedule/install_argv.ts";

const ROWS: readonly (readonly [argv: Argv, expected: string])[] = [
  [binarySwapArgv("0a", { allowTest: false }), "binary_swap.sh 0a no"],
  [binarySwapArgv("0a", { allowTest: true }), "binary_swap.sh 0a yes"],
  [binaryTidyArgv, "binary_tidy.sh"],
  [cloneArgv("shop", "git@x:shop"), "clone.sh shop git@x:shop"],
  [forgetArgv(["a", "b"], { all: false }), "schedule_forget.sh a b"],
  [forgetArgv(["a"], { all: true }), "schedule_forget.sh a --all"],
];

for (const [[program, option, , ...args], expected] of ROWS) {
  Deno.test(`an argv for an installation runs ${expected}`, () => {
    assert.deepEqual([program, option, args.join(" ")], ["sh", "-c", expected]);
  });
}
