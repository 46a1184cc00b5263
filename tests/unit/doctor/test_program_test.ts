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
  ["(cd e2e && make)", "make"],
  ["{ uv venv && uv sync; } || exit 127", "uv"],
  ["# the tests\npytest", "pytest"],
  ["sh -c 'pytest'", "sh"],
  ["if true; then pytest; fi", undefined],
  ["A=1", undefined],
];

for (const [command, program] of ROWS) {
  Deno.test(`testProgram() of ${JSON.stringify(command)} is ${program}`, () => {
    assert.equal(testProgram(command), program);
  });
}

/** Scripts of a repository. */
const SCRIPTS: Readonly<Record<string, string>> = {
  "e2e/run.sh": "#!/bin/sh\n# run.sh\nset -eu\n{ uv venv --quiet && uv sync; } || exit 127\nexec uv run pytest\n",
  "e2e/run.py": "#!/usr/bin/env -S python3 -u\nprint(1)\n",
};

const CALLS: readonly (readonly [command: string, program: string | undefined])[] = [
  ["sh e2e/run.sh", "uv"],
  ["bash -eu e2e/run.sh all", "uv"],
  ["cd . && e2e/run.sh", "uv"],
  ["e2e/run.py", "python3"],
  ["sh e2e/none.sh", "sh"],
  ["e2e/none.sh", undefined],
];

for (const [command, program] of CALLS) {
  Deno.test(`testProgram() looks into the script of ${JSON.stringify(command)}`, () => {
    assert.equal(testProgram(command, (path) => SCRIPTS[path]), program);
  });
}
