import assert from "node:assert/strict";
import fc from "fast-check";
import { cleanOutput, colouredText, plainText } from "../../../lib/report/clean_text.ts";

for (
  const [name, line, plain, coloured] of [
    ["colours", "\x1b[1;32mok\x1b[m", "ok", "\x1b[1;32mok\x1b[m\x1b[0m"],
    ["a colour of 24 bits", "\x1b[38:2::1:2:3mx", "x", "\x1b[38:2::1:2:3mx\x1b[0m"],
    ["cursor movement", "a\x1b[2Ab\x1b[10;5Hc\x1b[2Jd\x1b[?25le", "abcde", "abcde"],
    ["a title", "\x1b]0;owned\x07x", "x", "x"],
    ["a link", "\x1b]8;;http://x\x1b\\text\x1b]8;;\x1b\\", "text", "text"],
    ["a title without an end", "\x1b]0;x", "0;x", "0;x"],
    ["a device string", "\x1bP1;2|abc\x1b\\x", "x", "x"],
    ["single-character escapes", "\x1bMa\x1b7b\x1b(Bc\x1bcd", "abcd", "abcd"],
    ["C1 controls", "\u009b31mred\u0085x\u009d0;t\u009cy", "redxy", "redxy"],
    ["bells, backspaces and zeros", "a\x07b\x08c\0d\x7fe", "abcde", "abcde"],
    ["tabs", "a\tb", "a\tb", "a\tb"],
    ["a progress bar", "10%\r50%\r100%", "100%", "100%"],
    ["a line that ends as on Windows", "done\r", "done", "done"],
    ["text that is copied to the clipboard", "\x1b]52;c;cm0gLXJm\x07x", "x", "x"],
    ["text that runs from right to left", "a\u202egpj.\u202cb\u2066c\u2069", "agpj.bc", "agpj.bc"],
    ["an escape in an escape", "\x1b[\x1b[31mK", "K", "\x1b[31mK\x1b[0m"],
  ] as const
) {
  Deno.test(`plainText() and colouredText() clean ${name}`, () => {
    assert.deepEqual([plainText(line), colouredText(line)], [plain, coloured]);
  });
}

// deno-lint-ignore no-control-regex -- this test is about control characters
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f-\x9f]/;
const nasty = fc.array(
  fc.oneof(
    fc.constantFrom("\x1b[", "\x1b]", "\x1b", "\u009b", "\x07", "\r", "31m", "2J", "\x1b\\"),
    fc.string({ unit: "binary" }),
  ),
).map((pieces) => pieces.join(""));

Deno.test("plainText() removes all control characters, colouredText() all except colours", () => {
  fc.assert(
    fc.property(nasty, (line) => {
      assert.doesNotMatch(plainText(line), CONTROL);
      // deno-lint-ignore no-control-regex -- see above
      assert.doesNotMatch(colouredText(line).replace(/\x1b\[[\d;:]*m/g, ""), CONTROL);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("plainText() handles a megabyte of unterminated escape sequences in linear time", () => {
  const from = performance.now();
  for (const begun of ["\x1b]", "\x1b[0", "\x1bP;", "\u009b", "\r"]) plainText(begun.repeat(500_000));
  assert.ok(performance.now() - from < 3_000);
});

Deno.test("cleanOutput() cleans each line, and keeps line ends, and colours where there are any", () => {
  const text = "one\x1b[2J\n\x1b[31mtwo\x1b[0m\n\nhid\rthree";
  const ci = false;
  assert.equal(cleanOutput(text, { colours: false, ci }), "one\ntwo\n\nthree");
  assert.equal(cleanOutput(text, { colours: true, ci }), "one\n\x1b[31mtwo\x1b[0m\x1b[0m\n\nthree");
});
