import assert from "node:assert/strict";
import { complete } from "../../../../lib/commands/completions/complete.ts";
import { testContext } from "../../cli/test_context.ts";

const { context } = testContext({ RAILIANCE01_HOST: "lab" });

const SUGGESTED: Readonly<Record<string, readonly string[]>> = { "run": [":HOST", "--keep"], "run shop": ["--hub"] };

/** Completes the last word of a line. */
const completed = (...line: string[]) =>
  complete(line, {
    names: ["run", "retest"],
    suggest: (name, args) => Promise.resolve(SUGGESTED[[name, ...args.slice(0, -1)].join(" ")] ?? []),
  }, context);

Deno.test("complete() suggests subcommands for the first word", async () => {
  assert.deepEqual(await completed("re"), ["retest"]);
  assert.deepEqual(await completed("r"), ["run", "retest"]);
});

Deno.test("complete() asks the subcommand for its options and operands", async () => {
  assert.deepEqual(await completed("run", "--k"), ["--keep"]);
  assert.deepEqual(await completed("run", "l"), ["local", "lab"]);
  assert.deepEqual(await completed("retest", "--"), ["--help"]);
});

Deno.test("complete() treats an unknown first word as a repository of run", async () => {
  assert.deepEqual(await completed("shop", "--h"), ["--hub", "--help"]);
});

Deno.test("complete() suggests nothing after --", async () => assert.deepEqual(await completed("run", "--", "x"), []));
