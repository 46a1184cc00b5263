import assert from "node:assert/strict";
import { testProgram } from "../../../lib/doctor/test_program.ts";

const ROWS: readonly (readonly [command: string, program: string | undefined])[] = [
  ["python -m pytest e2e/tests/ -v", "python"],
  ["PYTHONPATH=src A='x y' python3.12 -m pytest", "python3.12"],
  ["cd e2e && uv run pytest", "uv"],
  ["set -eu; export A=1\nnpm test", "npm"],
  ["exec go test ./...", "go"],
  ["time deno test", "deno"],
  ["./e2e/run.sh", undefined],
  ['"$RUNNER" tests', undefined],
  ["for each in a b; do pytest $each; done", undefined],
  ["(cd e2e && make)", undefined],
  ["if true; then pytest; fi", undefined],
  ["A=1", undefined],
];

for (const [command, program] of ROWS) {
  Deno.test(`testProgram() of ${JSON.stringify(command)} is ${program}`, () => {
    assert.equal(testProgram(command), program);
  });
}
