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
  ["set -euo pipefail; shopt -s nullglob; declare -A a; setopt extendedglob; pytest", "pytest"],
  ["set -eu; URL=$(docker compose port web 80)", undefined],
  ["URL=$(docker compose port web $((80 + 1)))\nexport URL\npytest", "pytest"],
  ['HERE="$(cd "$(dirname "$0")" && pwd)"; pytest', "pytest"],
  ["version=`git describe`; pytest", "pytest"],
  ["args=(-q\n  -x) pytest", "pytest"],
  ['X="a\nb c"\npytest', "pytest"],
  ["X='a; b c' Y+=1; pytest # don't; stop", "pytest"],
  ['log () {\n  logger "$1"\n}\nok() { good; }\nlog start\npytest', "pytest"],
  ["log()\n(logger x)\npytest", undefined],
  ["function log {\n  logger x\n}\npytest", "pytest"],
  ["echo start; printf x; : ${X:?a; b}; pytest", "pytest"],
  [". venv/bin/activate; pytest", undefined], // these change PATH
  ["source venv/bin/activate; pytest", undefined],
  ['eval "$(pyenv init -)"; pytest', undefined],
  ['export PATH="$HOME/bin:$PATH"; pytest', undefined],
  ["read -r x <<EOF\nfoo\nEOF\npytest", undefined],
  ["X=$(a ')' \npytest", undefined],
  ["[ -z $CI ] && setup-ci; pytest", undefined],
  ["command -v uv >/dev/null || exit 127\nsh", "uv"],
  ["command -v uv >/dev/null 2>&1 || { echo 'install uv'; exit 127; }", "uv"],
  ["type uv; sh", "uv"],
  ["which -s uv || die 'no uv'", "uv"],
  ["hash uv", "uv"],
  ["hash -r; pytest", "pytest"],
  ["command -v uv || pip install uv", undefined],
  ["command -v uv || { echo 'will install uv'; pip install uv; }", undefined],
  ["command -v nvm && nvm use; npm test", undefined],
  ["command pytest", "pytest"],
  ["exit 0; pytest", undefined],
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
  "e2e/lib.sh": "#!/usr/bin/env bash\nset -euo pipefail\nshopt -s nullglob\nsource e2e/lib.sh\npytest\n",
  "e2e/env.sh": "#!/usr/bin/env FOO=1 bash\npytest\n",
  "e2e/env.py": "#!/usr/bin/env -Spython3 -u\nprint(1)\n",
};

const CALLS: readonly (readonly [command: string, program: string | undefined])[] = [
  ["sh e2e/run.sh", "uv"],
  ["bash -eu e2e/run.sh all", "uv"],
  ["cd . && e2e/run.sh", "uv"],
  ["e2e/run.py", "python3"],
  ["e2e/lib.sh", undefined],
  ["e2e/env.sh", "pytest"],
  ["e2e/env.py", "python3"],
  ['bash "e2e/run.sh"', "uv"],
  ["sh e2e/none.sh", "sh"],
  ["e2e/none.sh", undefined],
];

for (const [command, program] of CALLS) {
  Deno.test(`testProgram() looks into the script of ${JSON.stringify(command)}`, () => {
    assert.equal(testProgram(command, (path) => SCRIPTS[path]), program);
  });
}
