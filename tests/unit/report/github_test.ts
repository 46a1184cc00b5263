import assert from "node:assert/strict";
import { annotations, stepSummary } from "../../../lib/report/github.ts";
import { badResult, passedResult, problem } from "../result/events.ts";

const hostile = "<img src=x> [a](b) **bold** | @ana #1 `code` &lt;\n\n# title\r\n::error::x%0A";

function withFailures(number: number, text = hostile) {
  const test = passedResult.test;
  assert.ok(test !== null);
  const failures = Array.from({ length: Math.min(50, number) }, () => ({ name: text, message: text }));
  const results = { files: ["x.xml"], tests: 100, failed: number, skipped: 1, ms: 0, failures };
  return badResult("failed", {
    test: { ...test, results },
    reason: problem({ message: text, detail: Array.from({ length: 500 }, () => text), hint: text }),
    secondary: Array.from({ length: 500 }, () => problem({ message: text })),
  });
}

Deno.test("stepSummary() shows a passed run as a heading and a table", () => {
  const text = stepSummary(passedResult);
  assert.ok(text.startsWith("<h3>✓ passed: <code>shop</code> on <code>ana@box</code> in 20.5 s</h3>\n<table>"), text);
  assert.match(text, /<td>✓ up<\/td><td>4\.2 s<\/td>/);
  assert.match(text, /<td>- collect<\/td><td><\/td>/);
});

Deno.test("stepSummary() escapes all text: only its own tags, all text in code or pre, empty lines only around pre", () => {
  const text = stepSummary(withFailures(60));
  const tags = new Set(text.match(/<[^>]*>/g)?.map((tag) => tag.replace(/[</>]/g, "")));
  assert.deepEqual([...tags].sort(), ["code", "h3", "li", "p", "pre", "table", "td", "th", "tr", "ul"]);
  const outside = text.replace(/<(code|pre)>[^]*?<\/\1>/g, "");
  for (const sign of ["@", "#", "*", "[", "`", "|", "::"]) assert.ok(!outside.includes(sign), `${sign}: ${outside}`);
  const [before = "", after = ""] = text.trimEnd().split(/<pre>[^]*<\/pre>/);
  assert.deepEqual([before.endsWith("\n\n"), before.trimEnd().includes("\n\n"), after.includes("\n\n")], [
    true,
    false,
    false,
  ]);
  assert.match(text, /<p>100 tests, 60 failed, 1 skipped<\/p>[^]*and 10 more/);
});

Deno.test("stepSummary() stays far below the limit of a step, for any run", () => {
  assert.ok(new TextEncoder().encode(stepSummary(withFailures(9000, "&".repeat(100_000)))).length < 600_000);
});

Deno.test("annotations() is empty for a run that passed", () => {
  assert.equal(annotations(passedResult), "");
});

Deno.test("annotations() shows the reason and the failed tests, at most ten, one per line", () => {
  const lines = annotations(withFailures(60)).split("\n");
  assert.equal(lines.pop(), "");
  assert.equal(lines.length, 10);
  for (const line of lines) assert.match(line, /^::error title=e2e shop%3A [^:,]*::[^\n\r]*$/);
});

Deno.test("annotations() escapes what the runner would interpret", () => {
  const result = badResult("unhealthy", {
    reason: problem({ phase: "ready", message: "50%: a,b\nsecond \x1b[31mred\x1b[0m" }),
  });
  assert.equal(annotations(result), "::error title=e2e shop%3A unhealthy in ready::50%25: a,b%0Asecond red\n");
});
