import assert from "node:assert/strict";
import type { ExecResult } from "../../../lib/host/exec.ts";
import { gitTrouble } from "../../../lib/schedule/git_trouble.ts";

const trouble = (result: Partial<ExecResult>) =>
  gitTrouble({ dir: "/a b", what: "pull" }, { kind: "exited", code: 1, stderr: "", ...result });

const ROWS: readonly (readonly [result: Partial<ExecResult>, message: string, hint: string])[] = [
  [{ code: 127 }, "Cannot pull /a b: git is not installed", "sudo apt-get install git"],
  [{ kind: "timed-out", code: 124 }, "Cannot pull /a b: git timed out", "git -C '/a b' fetch"],
  [{ code: 3 }, "Cannot pull /a b: git ended with exit code 3", "git -C '/a b' status"],
  [
    { stderr: "fatal: not a git repository\n\n" },
    "Cannot pull /a b: it is not a git repository\nfatal: not a git repository",
    "e2e-host --no-pull '/a b'",
  ],
];

for (const [result, message, hint] of ROWS) {
  Deno.test(`gitTrouble() reports "${message.split("\n")[0]}"`, () =>
    assert.deepEqual(trouble(result), { message, hint }));
}
