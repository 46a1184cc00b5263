import assert from "node:assert/strict";
import { gaveUpWords, readRestarts, readyLine, restartWords } from "../../../../lib/lifecycle/ready/ready_line.ts";

Deno.test("readyLine() parses a line of ready.sh", () =>
  assert.deepEqual(readyLine("web\twait\tstatus 503\t4\t1200"), {
    name: "web",
    status: "wait",
    answer: "status 503",
    attempts: 4,
    ms: 1200,
  }));

Deno.test("readyLine() returns undefined for a line without a known status", () => {
  for (const line of ["", "web", "web\tdown\trefused\t1\t2"]) assert.equal(readyLine(line), undefined);
});

Deno.test("readRestarts() reads restarts, exit code and last line, and leaves out a line that is too long to mask", () => {
  const words = (answer: string) => restartWords(readRestarts("web", answer));
  assert.equal(words("4 3 no config at 5 places"), 'code 3 (4 restarts): "no config at 5 places"');
  assert.equal(words("1 137 "), "code 137 (1 restart)");
  assert.equal(words(`2 ? ${"x".repeat(501)}`), "code ? (2 restarts)");
  assert.equal(words("nonsense"), "code ? (0 restarts)");
});

Deno.test("gaveUpWords() says when and why the checks ended early", () =>
  assert.equal(
    gaveUpWords(38_200),
    "gave up after 38 s, before the checks' time limits: for 30 s only these restarts happened",
  ));
