import { equal } from "node:assert/strict";
import { renderProblems } from "../../../lib/contract/problem.ts";

const problem = {
  file: "e2e/e2e.yml",
  line: 7,
  column: 14,
  path: "health_checks[0].timeout",
  message: "wrong",
  sourceLine: "    timeout: soon",
};

Deno.test("renderProblems() shows place, key, line, caret and hint", () => {
  equal(
    renderProblems([{ ...problem, hint: "write 60" }]),
    [
      "e2e/e2e.yml:7:14: health_checks[0].timeout: wrong",
      "  7 |     timeout: soon",
      "    |              ^",
      "  hint: write 60",
    ].join("\n"),
  );
});

Deno.test("renderProblems() omits the key of a problem with the whole file", () => {
  equal(
    renderProblems([{ ...problem, line: 1, column: 1, path: "", sourceLine: "" }]),
    "e2e/e2e.yml:1:1: wrong\n  1 |\n    | ^",
  );
});

Deno.test("renderProblems() keeps the caret under the column after tabs", () => {
  equal(renderProblems([{ ...problem, column: 3, sourceLine: "\tax" }]).split("\n")[2], "    | \t ^");
});

Deno.test("renderProblems() shows the part around the column of a very long line", () => {
  const [, line = "", caret = ""] = renderProblems([{
    ...problem,
    column: 501,
    sourceLine: `${"a".repeat(500)}X${"b".repeat(500)}`,
  }])
    .split("\n");
  equal(line.length < 140, true);
  equal(line[caret.indexOf("^")], "X");
});

Deno.test("renderProblems() replaces control characters of the file", () => {
  const text = renderProblems([{ ...problem, path: "\x1b[31m", message: "\x07", sourceLine: "\x1b[2J\r" }]);
  // deno-lint-ignore no-control-regex
  equal(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/.test(text), false);
});
