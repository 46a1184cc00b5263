import assert from "node:assert/strict";
import { changedTests, namedFiles } from "../../../../tools/test/changed_tests.ts";

const arrow = (from: string, to: string) => ({ kind: "file" as const, from, to, line: 1, typeOnly: false });

const FILES = [
  "lib/report/lines.ts",
  "lib/sandbox/scripts/down.sh",
  "lib/sandbox/scripts.ts",
  "tests/e2e/api_test.ts",
  "tests/e2e/docs/docs_test.ts",
  "tests/e2e/examples/hello_test.ts",
  "tests/e2e/fixture.ts",
  "tests/e2e/hub/page_test.ts",
  "tests/e2e/report/html_test.ts",
  "tests/process/sandbox/down_test.ts",
  "tests/unit/report/lines_test.ts",
];
const ARROWS = [
  arrow("cli.ts", "lib/report/lines.ts"),
  arrow("lib/sandbox/scripts.ts", "lib/sandbox/scripts/down.sh"),
  arrow("tests/e2e/fixture.ts", "cli.ts"),
  arrow("tests/e2e/hub/page_test.ts", "tests/e2e/fixture.ts"),
  arrow("tests/e2e/report/html_test.ts", "tests/e2e/fixture.ts"),
  arrow("tests/process/sandbox/down_test.ts", "lib/sandbox/scripts.ts"),
  arrow("tests/unit/report/lines_test.ts", "lib/report/lines.ts"),
];
const ROOMS = ["lib/report/", "lib/sandbox/", "lib/hub/client/"];

const cases: readonly (readonly [changed: string, tests: readonly string[]])[] = [
  ["lib/report/lines.ts", [
    "tests/e2e/api_test.ts",
    "tests/e2e/report/html_test.ts",
    "tests/unit/report/lines_test.ts",
  ]],
  ["lib/sandbox/scripts/down.sh", ["tests/e2e/api_test.ts", "tests/process/sandbox/down_test.ts"]],
  ["lib/hub/client/post.ts", ["tests/e2e/api_test.ts", "tests/e2e/hub/page_test.ts"]],
  ["tests/e2e/fixture.ts", ["tests/e2e/hub/page_test.ts", "tests/e2e/report/html_test.ts"]],
  ["tests/e2e/hub/page_test.ts", ["tests/e2e/hub/page_test.ts"]],
  ["README.md", ["tests/e2e/docs/docs_test.ts"]],
  ["examples/hello/web/server.sh", ["tests/e2e/examples/hello_test.ts"]],
  ["cli.ts", ["tests/e2e/api_test.ts"]],
  ["deno.json", ["tests/process/sandbox/down_test.ts", "tests/unit/report/lines_test.ts"]],
  ["LICENSE", []],
];

for (const [changed, tests] of cases) {
  Deno.test(`changedTests() selects ${tests.length} tests for a change of ${changed}`, () => {
    assert.deepEqual(changedTests([changed], { files: FILES, arrows: ARROWS, rooms: ROOMS }), tests);
  });
}

Deno.test("namedFiles() finds files that a test names from its own folder and from the root", () => {
  const text = 'const CLI = join(dir, "../../cli.ts");\nrun("tools/lab/lab.sh", "gone.ts");\n';
  const files = new Set(["cli.ts", "tools/lab/lab.sh"]);
  assert.deepEqual(namedFiles("tests/e2e/a_test.ts", text, files), [
    arrow("tests/e2e/a_test.ts", "cli.ts"),
    { ...arrow("tests/e2e/a_test.ts", "tools/lab/lab.sh"), line: 2 },
  ]);
});
