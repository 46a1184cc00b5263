import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { whyNotRun } from "../../../../lib/lifecycle/test/why_not_run.ts";
import type { RunContext } from "../../../../lib/lifecycle/run_context.ts";
import { local } from "../../../../lib/host/local.ts";

/** The shells that may run a test command on a host. */
const SHELLS: Readonly<Record<string, readonly string[]>> = {
  dash: ["dash"],
  bash: ["bash"],
  "bash as sh": ["bash", "--posix"],
  busybox: ["busybox", "sh"],
};

interface Row {
  readonly command: string;
  /** Files of the repository; a path that ends in `!` is executable. */
  readonly files?: Readonly<Record<string, string>>;
  readonly outcome: "no-tests" | "failed" | "infra";
  readonly what: string | RegExp;
  readonly hint?: string;
  /** The shells for which this holds; others have the command that is missing here. */
  readonly shells?: readonly string[];
}

const CRLF = "e2e/run.sh has Windows line endings (CRLF): its first line is ";
const TO_LINUX = "sed -i 's/\\r$//' e2e/run.sh";

/** A program that prints a text and ends with an exit code. */
const prints = (text: string, code: number) => ({
  command: "sh e2e/program",
  files: { "e2e/program": `cat e2e/text >&2; exit ${code}`, "e2e/text": text },
});

const RUN_SH = new URL("../../../../examples/activity-core/e2e/tests/run.sh", import.meta.url);

/** The script of activity-core with another program for uv. */
const activityCore = (uv: string) => ({
  command: "sh e2e/tests/run.sh",
  files: {
    "e2e/tests/run.sh": Deno.readTextFileSync(RUN_SH).replaceAll(
      /\buv (?=venv|pip|run)/g,
      `${uv} `,
    ),
    "e2e/uv": `echo "error: Failed to fetch: https://pypi.org/simple/grpcio/
  Caused by: dns error: failed to lookup address information" >&2; exit 2`,
  },
});

const ROWS: Readonly<Record<string, Row>> = {
  "a missing program": {
    command: "pytset -v",
    outcome: "no-tests",
    what: '"pytset" was not found',
    hint: "install it on this machine where a login shell finds it, or edit test_command",
  },
  "a missing program after settings": {
    command: "set -e\ncd .\nexport A='1 2' && B=3 pytset -v",
    outcome: "no-tests",
    what: '"pytset" was not found',
  },
  "a missing program in an if": { command: "if pytset; then :; fi\npytset", outcome: "no-tests", what: '"pytset" was' },
  "exec of a missing program": { command: "exec pytset", outcome: "no-tests", what: '"pytset" was not found' },
  "env, timeout and sh -c": { command: "env timeout 9 sh -c pytset", outcome: "no-tests", what: '"pytset" was not' },
  "timeout of a missing program": { command: "timeout 9 pytset", outcome: "no-tests", what: '"pytset" was not found' },
  "a missing program after tests": {
    command: 'echo "3 passed in 0.2 s"\ncodecov upload',
    outcome: "failed",
    what: '"codecov" was not found',
  },
  "a missing program after tests without output": {
    command: "sort /dev/null >log; codecov upload",
    outcome: "failed",
    what: '"codecov" was not found',
  },
  "two missing programs": { command: "pytset; codecov", outcome: "no-tests", what: '"codecov" was not found' },
  "a missing program in a script": {
    command: "sh e2e/run.sh",
    files: { "e2e/run.sh": "# run.sh\nset -eu\npytset -v\n" },
    outcome: "no-tests",
    what: '"pytset" was not found, in line 3 of e2e/run.sh',
    hint: "install it on this machine where a login shell finds it, or edit e2e/run.sh",
  },
  "a missing program in a script, after a cd": {
    command: "cd e2e && ./run.sh",
    files: { "e2e/run.sh!": "#!/bin/sh\npytset -v\n" },
    outcome: "no-tests",
    what: '"pytset" was not found, in line 2 of ./run.sh',
  },
  "a missing program in a script, after a cd and tests": {
    command: "cd e2e && ./run.sh",
    files: { "e2e/run.sh!": "#!/bin/sh\nsort /dev/null\npytset -v\n" },
    outcome: "failed",
    what: '"pytset" was not found, in line 3 of ./run.sh',
  },
  "a missing program in a script of bash, after output": {
    command: "bash e2e/run.sh",
    files: { "e2e/run.sh": "echo 1 passed\npytset -v\n" },
    outcome: "failed",
    what: '"pytset" was not found, in line 2 of e2e/run.sh',
  },
  "a missing program in a script, after tests": {
    command: "sort /dev/null >log && sh e2e/run.sh",
    files: { "e2e/run.sh": "codecov\n" },
    outcome: "failed",
    what: '"codecov" was not found, in line 1 of e2e/run.sh',
  },
  "a missing program in a Makefile": {
    command: "make e2e",
    files: { Makefile: ".PHONY: e2e\ne2e: # the tests\n\tmkdir -p out\n\tpytset -v\n" },
    outcome: "no-tests",
    what: '"pytset" was not found',
  },
  "a carriage return after #!/bin/sh": {
    command: "./e2e/run.sh",
    files: { "e2e/run.sh!": "#!/bin/sh\r\nset -e\r\necho ok\r\n" },
    outcome: "no-tests",
    what: /^(\.\/)?e2e\/run.sh has Windows line endings \(CRLF\): its first line is "#!\/bin\/sh\\r"$/,
    hint: "sed -i 's/\\r$//' ./e2e/run.sh",
  },
  "a carriage return after env bash": {
    command: "e2e/run.sh",
    files: { "e2e/run.sh!": "#!/usr/bin/env bash\r\necho ok\r\n" },
    outcome: "no-tests",
    what: `${CRLF}"#!/usr/bin/env bash\\r"`,
    hint: TO_LINUX,
  },
  "a carriage return after env python3": {
    command: "e2e/run.sh -v",
    files: { "e2e/run.sh!": "#!/usr/bin/env python3\r\nprint(1)\r\n" },
    outcome: "no-tests",
    what: `${CRLF}"#!/usr/bin/env python3\\r"`,
  },
  "carriage returns in a script that sh runs": {
    command: "sh e2e/run.sh",
    files: { "e2e/run.sh": "set -e\r\npytest\r\n" },
    outcome: "no-tests",
    what: 'e2e/run.sh has Windows line endings (CRLF): "set -e\\r"',
    hint: TO_LINUX,
  },
  "carriage returns in a script that bash runs": {
    command: "bash e2e/run.sh",
    files: { "e2e/run.sh": "pytset\r\n" },
    outcome: "no-tests",
    what: 'e2e/run.sh has Windows line endings (CRLF): "pytset\\r"',
  },
  "the script with carriage returns of another script": {
    command: "sh e2e/all.sh",
    files: { "e2e/all.sh": "./e2e/run.sh\n", "e2e/run.sh!": "#!/bin/sh\r\necho ok\r\n" },
    outcome: "no-tests",
    what: /run.sh has Windows line endings \(CRLF\)/,
  },
  "carriage returns after which the shell finds no end": {
    command: "sh e2e/run.sh",
    files: { "e2e/run.sh": "\r\nset -u\r\ncase $1 in\r\n-q) exit 1;;\r\nesac\r\n" },
    outcome: "no-tests",
    what: 'e2e/run.sh has Windows line endings (CRLF): "set -u\\r"',
    hint: TO_LINUX,
  },
  "carriage returns in a loop": {
    command: "bash e2e/run.sh",
    files: { "e2e/run.sh": "\r\nfor each in a; do\r\n  echo $each\r\ndone\r\n" },
    outcome: "no-tests",
    what: 'e2e/run.sh has Windows line endings (CRLF): "for each in a; do\\r"',
  },
  "carriage returns after the first line": {
    command: "sh e2e/run.sh",
    files: { "e2e/run.sh": "#!/bin/sh\nall=1\r\nif [ -n a ]; then\r\n  echo b\r\nfi\r\n" },
    outcome: "no-tests",
    what: 'e2e/run.sh has Windows line endings (CRLF): "all=1\\r"',
  },
  "carriage returns after a test": {
    command: "sh e2e/run.sh",
    files: { "e2e/run.sh": "sort /dev/null >log\nif [ -n a ]; then\r\n  echo b\r\nfi\r\n" },
    outcome: "failed",
    what: 'e2e/run.sh has Windows line endings (CRLF): "if [ -n a ]; then\\r"',
  },
  "a carriage return after exit": {
    command: "bash e2e/run.sh",
    files: { "e2e/run.sh": "echo 1 passed\nexit 0\r\n" },
    outcome: "failed",
    what: 'e2e/run.sh has Windows line endings (CRLF): "exit 0\\r"',
  },
  "a carriage return after cd": {
    command: "sh e2e/run.sh",
    files: { "e2e/run.sh": "set -e\ncd e2e\r\n" },
    outcome: "no-tests",
    what: 'e2e/run.sh has Windows line endings (CRLF): "cd e2e\\r"',
  },
  "a byte order mark": {
    command: "e2e/run.sh",
    files: { "e2e/run.sh!": "\ufeff#!/bin/sh\nexit 127\n" },
    outcome: "no-tests",
    what: 'e2e/run.sh begins with a byte order mark, so its first line is not read as "#!…"',
  },
  source: {
    command: "sh e2e/run.sh",
    files: { "e2e/run.sh": "source venv/bin/activate\n" },
    outcome: "no-tests",
    what: /"source" is a command of bash, and sh does not have it, in line 1|venv\/bin\/activate does not exist/,
  },
  "[[": {
    command: "sh e2e/run.sh",
    files: { "e2e/run.sh": "[[ a == a ]]\n" },
    outcome: "no-tests",
    what: '"[[" is a command of bash, and sh does not have it, in line 1 of e2e/run.sh',
    hint: "use bash: bash e2e/run.sh",
    shells: ["dash", "bash"],
  },
  "source in test_command": {
    command: "source x",
    outcome: "no-tests",
    what: '"source" is a command of bash, and sh does not have it',
    hint: `write "." instead of "source", or use bash: test_command: bash -c '…'`,
    shells: ["dash"],
  },
  "a file without permission": {
    command: "./e2e/run.sh",
    files: { "e2e/run.sh": "#!/bin/sh\n" },
    outcome: "no-tests",
    what: "./e2e/run.sh is not executable",
    hint: "chmod +x ./e2e/run.sh; git add --chmod=+x ./e2e/run.sh",
  },
  "a directory": { command: "./e2e", files: { "e2e/a": "" }, outcome: "no-tests", what: "./e2e is a directory" },
  "a missing interpreter": {
    command: "e2e/run.sh",
    files: { "e2e/run.sh!": "#!/opt/none/python -u\n" },
    outcome: "no-tests",
    what: 'the interpreter of e2e/run.sh was not found: its first line is "#!/opt/none/python -u"',
  },
  "a missing interpreter of env": {
    command: "e2e/run.sh",
    files: { "e2e/run.sh!": "#!/usr/bin/env none3\n" },
    outcome: "no-tests",
    what: 'the interpreter of e2e/run.sh was not found: its first line is "#!/usr/bin/env none3"',
  },
  "a program for another processor": {
    command: "e2e/prog",
    files: { "e2e/prog!": `\x7fELF\x02\x01\x01${"\0".repeat(9)}\x02\0\x28\0\n` },
    outcome: "no-tests",
    what: /^e2e\/prog is a program for Linux on ARM that this machine cannot run/,
    hint: "build it on this machine: uname -sm",
    shells: ["dash", "bash", "bash as sh"], // busybox reads it as a script
  },
  "a program for Windows": {
    command: "e2e/prog.exe",
    files: { "e2e/prog.exe!": "MZ\x01\0\x03\0\x04\0\n" },
    outcome: "no-tests",
    what: /^e2e\/prog.exe is a program for Windows/,
  },
  "a missing file": { command: "e2e/none.sh", outcome: "no-tests", what: "e2e/none.sh does not exist" },
  "a missing file of sh": { command: "sh e2e/none.sh", outcome: "no-tests", what: "e2e/none.sh does not exist" },
  "a missing file of bash": { command: "bash e2e/none.sh", outcome: "no-tests", what: "e2e/none.sh does not exist" },
  "a missing file of Python": { command: "python3 e2e/no.py", outcome: "no-tests", what: "e2e/no.py does not exist" },
  "a file that was not sent": {
    command: "sh here/run.sh",
    outcome: "no-tests",
    what: 'here/run.sh was not sent: git ignores it; sync: { include: ["here/run.sh"] } would send it',
    hint: "edit sync in e2e/e2e.yml",
  },
  "a name without its directory": {
    command: "run.sh",
    files: { "run.sh!": "#!/bin/sh\n" },
    outcome: "no-tests",
    what: '"run.sh" was not found',
    hint: 'write ./run.sh: a name without "/" is looked up in PATH only',
  },
  "a module that Python does not have": {
    command: "python3 -m pytestx -q",
    outcome: "no-tests",
    what: 'Python has no module "pytestx"',
  },
  "activity-core's script without uv": {
    ...activityCore("uv-is-missing"),
    outcome: "no-tests",
    what: /^"uv-is-missing" was not found, in line \d+ of e2e\/tests\/run.sh$/,
  },
  "activity-core's script with the package index out of reach": {
    ...activityCore("sh e2e/uv"),
    outcome: "infra",
    what: "Caused by: dns error: failed to lookup address information",
  },
  "exit 127 without words": {
    command: "sh e2e/run.sh",
    files: { "e2e/run.sh": "exit 127" },
    outcome: "no-tests",
    what: "test_command ended with this code by itself",
  },
  "exit 127 because a registry is out of reach": {
    command: "sh e2e/run.sh",
    files: {
      "e2e/run.sh": `echo "error: Failed to fetch: https://pypi.org/simple/pytest/
  Caused by: dns error: failed to lookup address information: Temporary failure in name resolution"; exit 127`,
    },
    outcome: "infra",
    what: /^Caused by: dns error/,
    hint: "check the network of local, then run again",
  },
  "exit 127 because the stack is out of reach": {
    command: "echo 'connect ECONNREFUSED 127.0.0.1:5432'; exit 127",
    outcome: "no-tests",
    what: "test_command ended with this code by itself",
  },
};

for (const [shell, argv] of Object.entries(SHELLS)) {
  Deno.test(`whyNotRun() names the cause in the words of ${shell}`, async (t) => {
    for (const [name, row] of Object.entries(ROWS)) {
      if (row.shells !== undefined && !row.shells.includes(shell)) continue;
      await t.step(name, async () => {
        const notRun = await tried(argv, row);
        const { outcome, what, hint = "" } = notRun ?? {};
        if (typeof row.what === "string") assert.ok(what?.startsWith(row.what), what);
        else assert.match(what ?? "", row.what);
        assert.equal(outcome, row.outcome, what);
        assert.ok(hint.startsWith(row.hint ?? ""), hint);
      });
    }
  });
}

/** Commands after which tests may have run in silence. */
const QUIET: Readonly<Record<string, Pick<Row, "command" | "files">>> = {
  "a script of a script": {
    command: "sh run-all.sh",
    files: {
      "run-all.sh": "set -e\n./tests/login.sh\n./tests/upload.sh\n",
      "tests/login.sh!": "#!/bin/sh\n",
      "tests/upload.sh!": "#!/bin/sh\njqq .\n",
    },
  },
  "a Makefile with two targets": {
    command: "make -s test",
    files: { Makefile: "test: unit lint\nunit:\n\t@true\nlint:\n\t@flake9 .\n" },
  },
  "a recipe with two lines": { command: "make", files: { Makefile: "test:\n\t@sort /dev/null\n\tflake9 .\n" } },
  "a test in an expression": { command: '[ "$(sort /dev/null)" = "" ] && codecov upload' },
  "a test in a variable": { command: "status=$(sort /dev/null)\ncodecov upload" },
  "a test in a variable, in backticks": { command: "status=`sort /dev/null`; codecov upload" },
  "a test in a substitution in a substitution": { command: 'X="$(dirname "$(sort /dev/null)")"; codecov upload' },
  "a test after a comment": { command: "# codecov\nsort /dev/null; codecov" },
  "a test after a # in quotes": { command: 'X="a # b"; sort /dev/null; codecov' },
  "a test of command": { command: "command sort /dev/null; codecov" },
  "a test of eval": { command: "eval 'sort /dev/null'; codecov" },
  "a test, with the name in another word": { command: "X=codecov.xml; sort /dev/null; codecov" },
  "a test, and the name in a variable": { command: "X=codecov\nsort /dev/null && $X upload" },
  "a test in the last line before": { command: "sort /dev/null 2>&1; codecov" },
  "a file that prints": { command: ". ./lib.sh; codecov", files: { "lib.sh": "echo login is fine\n" } },
};

for (const [name, row] of Object.entries(QUIET)) {
  Deno.test(`whyNotRun() returns failed for ${name}`, async () => {
    const found = await tried(["sh"], row);
    assert.equal(found?.outcome, "failed", found?.what);
  });
}

/** Commands that only prepare: nothing ran before `pytset`, which is missing. */
const PREPARE: readonly string[] = [
  'cd "$(dirname "$0")" || exit 1; pytset',
  'HERE="$(cd "$(dirname "$0")" && pwd)"\npytset -q',
  'SCRIPT_DIR=$(dirname "$(readlink -f "$0")"); pytset',
  "mkdir -p out; pytset -q",
  "rm -rf out && pytset",
  'echo "It begins; now"; date; printf "%s\\n" x; sleep 0; pytset',
  'export PATH="$PATH:/x" && pytset',
  "[ -f .env ] && . ./.env; pytset",
  "if [ -f .env ]\nthen\n  . ./.env\nfi\npytset",
  'echo "tests begin" >&2; pytset',
  "trap 'rm -f x' EXIT; pytset",
  "now=`date +%s`; pytset",
  'out=$(mktemp -d) n=$((1 + 1)); X="a b"; (cd . && pytset)',
  "cd . >/dev/null 2>&1; X=$(pytset); exit 127",
  "command -v sh >/dev/null || exit 127; pytset",
];

for (const before of PREPARE) {
  Deno.test(`whyNotRun() returns no-tests for ${JSON.stringify(before)}`, async () => {
    const script = before.replaceAll('"$0"', "e2e/run.sh");
    for (const argv of Object.values(SHELLS)) {
      const found = await tried(argv, { command: before });
      assert.equal(found?.outcome, "no-tests", found?.what);
    }
    const files = { "e2e/run.sh": script, "e2e/all.sh": `# e2e/run.sh\nset -eu\nsh e2e/run.sh\n` };
    assert.equal((await tried(["sh"], { command: "sh e2e/run.sh", files }))?.outcome, "no-tests");
    assert.equal((await tried(["sh"], { command: "sh e2e/all.sh", files }))?.outcome, "no-tests");
  });
}

/** The last words of programs that ended with 127, and the outcome. */
const ENDS: readonly (readonly [text: string, outcome: string, what: string])[] = [
  ["3 passed in 0.2 s\npyenv: codecov: command not found\n", "failed", '"codecov" was not found'],
  ["3 passed in 0.2 s\nno codecov here\n", "failed", "test_command ended with this code by itself"],
  ["rbenv: codecov: command not found\n", "failed", '"codecov" was not found'], // the script is not understood
  ["ok 1\nunknown command: codecov. Perhaps you have to reshim?\n", "failed", '"codecov" was not found'],
  ["ok 1 - closed port answers ECONNREFUSED db:5432\nno codecov\n", "failed", "test_command ended"],
  ["test upload ... FAILED: connect to web:80: Connection refused\n", "failed", "test_command ended"],
  ["✓ login\nFailed to fetch: https://pypi.org/simple/\n", "failed", "test_command ended"],
  ["login is fine\nupload is fine\nno codecov\n", "failed", "test_command ended"],
  ["Connection refused by peer\nlogin\nupload\nlogout\n", "failed", "test_command ended"],
  ["lookup of db:5432: connection refused\n", "no-tests", "test_command ended"],
  ["no codecov\n", "no-tests", "test_command ended"],
  ["Resolved 3 packages in 2ms\n  × No solution found\n  ╰─▶ Because x\n", "no-tests", "test_command ended"],
  ["error: hash mismatch\n\nExpected:\n  sha256:1\nComputed:\n  sha256:2\n", "no-tests", "test_command ended"],
  [
    "npm error code ENOTFOUND\nnpm error network request to https://registry.npmjs.org/jest failed, reason: x\n" +
    "npm error network In most cases you are behind a proxy.\nnpm error A complete log is in /root\nnpm error z\n",
    "infra",
    "npm error code ENOTFOUND",
  ],
  ["ok 1\nt.sh: Zeile 2: codecov: Kommando nicht gefunden.\n", "failed", '"codecov" was not found, in line 2 of t.sh'],
  ["ok 1\nt.sh: ligne 2: codecov : commande introuvable\n", "failed", '"codecov" was not found, in line 2 of t.sh'],
  ["ok 1\nt.sh: 行 2: codecov: コマンドが見つかりません\n", "failed", '"codecov" was not found, in line 2 of t.sh'],
  ["bash: Zeile 1: codecov: Kommando nicht gefunden.\n", "failed", '"codecov" was not found'],
];

for (const [text, outcome, what] of ENDS) {
  Deno.test(`whyNotRun() returns ${outcome} after ${JSON.stringify(text)}`, async () => {
    const found = await tried(["sh"], prints(text, 127));
    assert.equal(found?.outcome, outcome, found?.what);
    assert.ok(found?.what.startsWith(what), found?.what);
  });
}

/** Commands that were run, and failed. */
const RUN: readonly (readonly [text: string, code: number])[] = [
  ["", 1],
  ["sh: 1: ffmpeg: not found\n", 1],
  ["sh: 1: pytset: not found\n1 failed\n", 1],
  ["./e2e/a.py: No such file or directory\n2 failed\n", 2],
  ["connection refused\n", 1],
  ["e2e/program: 6: Syntax error: newline unexpected\n", 2],
];

Deno.test("whyNotRun() returns undefined for tests that failed", async () => {
  for (const [text, code] of RUN) assert.equal(await tried(["sh"], prints(text, code)), undefined, text);
});

/** The last words of programs that run other programs and end with an exit code of their own, and what is said about them. */
const RUNNERS: readonly (readonly [command: string, text: string, what: string, code?: number])[] = [
  ["npm test", "\n> shop@1.0.0 test\n> jest\n\nsh: 1: jest: not found\n", '"jest" was not found', 127],
  ["yarn test", "yarn run v1.22.22\n$ jest --ci\n/bin/sh: 1: jest: not found\n", '"jest" was not found', 127],
  [
    "docker compose exec -T web pytset",
    'OCI runtime exec failed: exec failed: unable to start container process: exec: "pytset": executable file not found in $PATH: unknown\n',
    '"pytset" was not found in the container',
  ],
  [
    "./prog -v",
    "./prog: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file\n",
    "./prog needs the shared library libpq.so.5",
  ],
  [
    "uv run pytest",
    "error: Failed to spawn: `pytest`\n  Caused by: No such file or directory (os error 2)\n",
    '"pytest" was',
  ],
  ["poetry run pytest", "Command not found: pytest\n", '"pytest" was not found'],
  ["yarn jest", 'error Command "jest" not found.\ninfo Visit https://yarnpkg.com/ for documentation.\n', '"jest" was'],
  [
    "npm run e2e",
    'npm error Missing script: "e2e"\nnpm error\nnpm error To see a list of scripts, run:\n',
    'there is no script "e2e"',
  ],
  ["make e2e", "make: *** No rule to make target 'e2e'.  Stop.\n", 'there is no target "e2e"'],
  ["cargo nextest run", "error: no such command: `nextest`\n", '"nextest" was not found'],
  ["php vendor/bin/phpunit", "Could not open input file: vendor/bin/phpunit\n", "vendor/bin/phpunit does not exist"],
  ["java -jar e2e/t.jar", "Error: Unable to access jarfile e2e/t.jar\n", "e2e/t.jar does not exist"],
  ["ruby e2e/t.rb", "ruby: No such file or directory -- e2e/t.rb (LoadError)\n", "e2e/t.rb does not exist"],
];

for (const [command, output, what, code = 2] of RUNNERS) {
  Deno.test(`whyNotRun() understands ${command}`, async () => {
    const dir = await Deno.makeTempDir({ prefix: "e2e-not-run-" });
    const found = await why(dir, { command, code, output }).finally(() => Deno.remove(dir, { recursive: true }));
    assert.ok(found?.what.startsWith(what), found?.what);
    assert.equal(found?.outcome, "no-tests");
  });
}

/** Last words of programs in containers, and what is said about them. */
const CONTAINERS: readonly (readonly [command: string, text: string, what: string])[] = [
  ['docker compose exec -T web sh -c "pytest -q"', "sh: 1: pytest: not found\n", '"pytest" was not found'],
  ['docker exec web bash -c "\npytest"', "bash: line 1: pytest: command not found\n", '"pytest" was not found'],
  ["docker compose run --rm tests", "sh: pytest: not found\n", '"pytest" was not found'],
  ["docker compose exec -T web sh /e2e.sh", "/e2e.sh: 1: pytest: not found\n", '"pytest" was not found'],
  ["docker-compose exec -T web sh /e2e.sh", "sh: 0: cannot open /e2e.sh: No such file\n", '"/e2e.sh" was not found'],
  ["docker compose -f a.yml exec -T web python3 -m pytest", "/usr/bin/python3: No module named pytest\n", "Python has"],
  ["docker run web ./e2e.sh", "sh: 1: ./e2e.sh: Permission denied\n", '"./e2e.sh" cannot be executed (Permission'],
  ["sh e2e/run.sh", "sh: 1: pytest: not found\n", '"pytest" was not found'],
];

for (const [command, output, what] of CONTAINERS) {
  Deno.test(`whyNotRun() names the container of ${command} after ${output}`, async () => {
    const dir = await Deno.makeTempDir({ prefix: "e2e-not-run-" });
    const text = "set -eu\ndocker compose exec -T web \\\n  sh -c 'pytest -q'\n";
    await write(join(dir, "repo"), { "e2e/run.sh": text });
    const found = await why(dir, { command, code: 127, output }).finally(() => Deno.remove(dir, { recursive: true }));
    assert.ok(found?.what.startsWith(what) && found.what.includes(" in the container"), found?.what);
    assert.equal(found?.hint, "add it to the image, or edit test_command");
  });
}

/** Commands of the host beside those of containers. */
const BESIDE: readonly (readonly [command: string, text: string])[] = [
  ["docker compose exec -T web true; pytest", "sh: 1: pytest: not found\n"],
  ["docker compose exec -T web sh -c pytest", "test_command: 1: docker: not found\n"],
  ["docker compose exec -T web true; sh e2e/run.sh", "e2e/run.sh: 1: pytest: not found\n"],
];

for (const [command, output] of BESIDE) {
  Deno.test(`whyNotRun() names the host of ${command} after ${output}`, async () => {
    const dir = await Deno.makeTempDir({ prefix: "e2e-not-run-" });
    await write(join(dir, "repo"), { "e2e/run.sh": "pytest\n" });
    const found = await why(dir, { command, code: 127, output }).finally(() => Deno.remove(dir, { recursive: true }));
    assert.match(found?.hint ?? "", /^install it on this machine/);
  });
}

/** Runs a test command with a shell, as job_run.sh does, and asks why it could not be run. */
async function tried(argv: readonly string[], { command, files = {} }: Pick<Row, "command" | "files">) {
  const dir = await Deno.makeTempDir({ prefix: "e2e-not-run-" }), [shell = "", ...args] = argv;
  try {
    await write(join(dir, "root"), { "here/run.sh": "echo here" });
    await write(join(dir, "repo"), files);
    await write(join(dir, "job"), { command });
    const script = 'exec "$@" 2>&1';
    const ended = await new Deno.Command("sh", {
      args: ["-c", script, "sh", shell, ...args, join(dir, "job/command")],
      cwd: join(dir, "repo"),
      env: { LC_ALL: "C.UTF-8", MAKELEVEL: "", MAKEFLAGS: "" }, // make may run this test
    }).output();
    const output = new TextDecoder("utf-8", { ignoreBOM: true }).decode(ended.stdout);
    return await why(dir, { command, code: ended.code, output });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Asks why a command could not be run in a sandbox's directory. */
async function why(dir: string, ended: { readonly command: string; readonly code: number; readonly output: string }) {
  await write(join(dir, "repo"), {});
  const run = {
    plan: { root: join(dir, "root"), contract: { sync: { include: [], exclude: [] } } },
    transport: local(),
  } as unknown as RunContext;
  return await whyNotRun(run, { transport: local(), project: "e2e-a-1", dir }, { ...ended, job: "job" });
}

async function write(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  await Deno.mkdir(root, { recursive: true });
  for (const [key, text] of Object.entries(files)) {
    const path = join(root, key.replace(/!$/, ""));
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, text, { mode: key.endsWith("!") ? 0o755 : 0o644 });
  }
}
