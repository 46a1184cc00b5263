import assert from "node:assert/strict";
import fc from "fast-check";
import { logHtml } from "../../../../lib/report/html/log_html.ts";

const html = (text: string) => logHtml(text, 1_000_000);

Deno.test("logHtml() returns one span per line with colours as classes, and ends colours with the line", () => {
  assert.equal(
    html("plain\n\x1b[31mred\nnot red\n\x1b[38;5;202mmany\x1b[0m"),
    '<span>plain\n</span><span><span class="ansi-red-fg">red</span>\n</span><span>not red\n</span>' +
      '<span><span style="color:rgb(255,95,0)">many</span>\n</span>',
  );
});

Deno.test("logHtml() shows the last state of a progress bar", () => {
  assert.equal(html("10 %\r20 %\r100 %\r\nend\r\n"), "<span>100 %\n</span><span>end\n</span>");
});

Deno.test("logHtml() lets only text and colours through", () => {
  const cases = [
    ["</script><script>alert(1)</script>", "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;"],
    ["<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"],
    ["\x1b]8;;javascript:alert(1)\x07click\x1b]8;;\x07", "click"],
    ["\x1b]8;;https://evil.example/\x1b\\click\x1b]8;;\x1b\\", "click"],
    ["\x1b]0;title\x07\x1b[2Jx\x1b[Hy", "xy"],
    ['\x1b[31" onmouseover="alert(1)m', "nmouseover=&quot;alert(1)m"],
    ["&lt;b&gt;", "&amp;lt;b&amp;gt;"],
    ["\x1b[3", "3"],
  ] as const;
  for (const [text, shown] of cases) assert.equal(html(text), `<span>${shown}\n</span>`);
});

Deno.test("logHtml() returns only spans with a class or a colour, for any text", () => {
  const piece = fc.constantFrom(
    "\x1b[",
    "\x1b]8;;",
    "31m",
    "38;2;1;2;3m",
    "\x07",
    "<",
    ">",
    '"',
    "'",
    "&",
    "\n",
    "\r",
    "x",
  );
  const text = fc.array(fc.oneof(piece, fc.string())).map((pieces) => pieces.join(""));
  const allowed = /<span(?: (?:style="[a-z:;\-().,0-9]*"|class="[a-z\- ]*"))*>|<\/span>/g;
  fc.assert(fc.property(text, (log) => assert.doesNotMatch(html(log).replace(allowed, ""), /[<>"]/)), {
    numRuns: 2000,
  });
});

Deno.test("logHtml() keeps the beginning and the end of a long log, and the number of bytes that were cut", () => {
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
  const shown = logHtml(lines.join("\n"), 400);
  assert.match(shown, /^<span>line 0\n.*<span class="cut">… 81 lines cut …\n<\/span>.*<span>line 99\n<\/span>$/s);
  assert.match(html("x".repeat(12_000)), /^<span>x{10000}… 2000 characters cut\n<\/span>$/);
});
