import assert from "node:assert/strict";
import fc from "fast-check";
import type { Event } from "../../../lib/result/event.ts";
import { jsonLines } from "../../../lib/report/json_lines.ts";
import { plainLines } from "../../../lib/report/plain_lines.ts";
import type { Verbosity } from "../../../lib/result/words.ts";
import {
  check,
  ended,
  notice,
  output,
  passedResult,
  phaseEnded,
  phaseStarted,
  problem,
  started,
} from "../result/events.ts";

function plain(events: readonly Event[], verbosity: Verbosity): string {
  let text = "";
  events.forEach(plainLines((more) => text += more, { verbosity }));
  return text;
}

const RUN = [
  started,
  phaseStarted("up"),
  output("Container web Created\n", "up"),
  phaseEnded("passed", { phase: "up" }),
  check("wait"),
  check("ok"),
  phaseStarted("test"),
  output("\x1b[32mone\x1b[0m\nt"),
  output("wo 10%\rtwo 100%\nthree"),
  notice("looking again"),
  output(" and four\n\nfive"),
  phaseEnded("failed", { message: "The tests failed with exit code 1" }),
  ended(passedResult),
];
const NORMAL = `e2e-shop-1a2b3c4d on ana@box
  ✓ up      2.4 s
    ✓ web (3 tries, 2.4 s)
one
two 100%
three
  ! looking again
 and four

five
  ✗ test    2.4 s  The tests failed with exit code 1
`;

Deno.test("plainLines() shows phases, checks and the output of the tests", () => {
  assert.equal(plain(RUN, "normal"), NORMAL);
});

Deno.test("plainLines() shows the output of every phase when verbose", () => {
  const [first, rest] = NORMAL.split("  ✓ up");
  assert.equal(plain(RUN, "verbose"), `${first}Container web Created\n  ✓ up${rest}`);
});

Deno.test("plainLines() shows nothing when quiet", () => assert.equal(plain(RUN, "quiet"), ""));

Deno.test("plainLines() shows a complete line of a megabyte that arrives in many pieces", () => {
  const pieces = Array.from({ length: 1000 }, () => output("x".repeat(1000)));
  assert.equal(plain([...pieces, output("\n")], "normal"), `${"x".repeat(1_000_000)}\n`);
});

const text = fc.array(
  fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\x1b[31m", "\x1b]0;", "\u009b", "\r", "\n")),
)
  .map((pieces) => pieces.join(""));
const events: fc.Arbitrary<Event> = text.chain((each) =>
  fc.constantFrom(
    { ...started, project: each, host: each } as Event,
    output(each),
    output(each, "up"),
    check("late", { answer: each }),
    notice(each),
    phaseEnded("failed", { message: each }),
    ended({ ...passedResult, reason: problem({ message: each, detail: [each] }) }),
  )
);

Deno.test("plainLines() and jsonLines() never write an escape byte", () => {
  fc.assert(
    fc.property(fc.array(events), (all) => {
      let json = "";
      all.forEach(jsonLines((more) => json += more));
      // deno-lint-ignore no-control-regex -- this test is about control characters
      assert.doesNotMatch(json + plain(all, "verbose"), /[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
      const lines = json.split("\n").slice(0, -1);
      assert.deepEqual(lines.map((line) => JSON.parse(line)), all);
    }),
    { numRuns: 1000 },
  );
});
