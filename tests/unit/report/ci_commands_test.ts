import assert from "node:assert/strict";
import fc from "fast-check";
import { cleanOutput } from "../../../lib/report/clean_text.ts";
import { annotations } from "../../../lib/report/github.ts";
import { jsonLine } from "../../../lib/report/json_lines.ts";
import { badResult, problem } from "../result/events.ts";
import { COMMAND_LINES, executedCommands } from "./actions_runner.ts";

const inCi = (text: string) => cleanOutput(text, { colours: false, ci: true });

Deno.test("executedCommands() reads output as the runner does", () => {
  assert.deepEqual(executedCommands("::error::a\n x ##[warning]b\r::nothing::\na ::error::"), ["error", "warning"]);
  assert.deepEqual(executedCommands("::stop-commands::T1\n::error::a\n::t1::\n::error::b"), ["stop-commands", "error"]);
});

for (const line of COMMAND_LINES) {
  Deno.test(`cleanOutput() makes no command of ${JSON.stringify(line)} for a CI system`, () => {
    const shown = inCi(`${line}\n`);
    assert.deepEqual(executedCommands(shown), [], shown);
    assert.deepEqual(executedCommands(jsonLine({ text: line })), []);
    assert.deepEqual(JSON.parse(jsonLine({ [line]: line })), { [line]: line });
  });
}

const pieces = fc.constantFrom(
  "::",
  ":",
  "#",
  "##",
  "[",
  "error",
  "error]",
  " ",
  "\t",
  "\n",
  "\r",
  "\u200b",
  "\x1b[0m",
  "::x",
);

Deno.test("cleanOutput() and jsonLine() make no command of any text", () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 20 }), (texts) => {
      const text = texts.join("");
      assert.deepEqual(executedCommands(inCi(text)), [], text);
      assert.deepEqual(executedCommands(jsonLine({ text })), [], text);
    }),
    { numRuns: 5000 },
  );
});

Deno.test("annotations() are the only commands of a run, whatever its texts are", () => {
  const text = COMMAND_LINES.join("\n");
  assert.deepEqual(executedCommands(annotations(badResult("failed", { reason: problem({ message: text }) }))), [
    "error",
  ]);
});

for (
  const [line, shown] of [
    ["##vso[task.setvariable variable=a]b", "# #vso[task.setvariable variable=a]b"],
    ["x ##teamcity[buildStop]", "x # #teamcity[buildStop]"],
    ["std::vector<int>::size", "std::vector<int>::size"],
    ["::1 is the loopback address", "::1 is the loopback address"],
    ["## [a link](b), #5 [internal]", "## [a link](b), #5 [internal]"],
  ] as const
) Deno.test(`cleanOutput() shows ${line} in CI as ${shown}`, () => assert.equal(inCi(line), shown));
