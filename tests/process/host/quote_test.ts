import assert from "node:assert/strict";
import fc from "fast-check";
import { exec } from "../../../lib/host/exec.ts";
import { quoteArgv } from "../../../lib/host/quote.ts";

Deno.test("quoteArgv() quotes only what needs quoting", () => {
  assert.equal(quoteArgv(["docker", "it's", "", "a b", "--x=1"]), `docker 'it'\\''s' '' 'a b' --x=1`);
});

Deno.test("quoteArgv() throws when an argument contains a NUL byte", () => {
  assert.throws(() => quoteArgv(["a\0b"]), TypeError);
});

Deno.test("quoteArgv() returns a line that sh reads as the same arguments", async () => {
  const argument = fc.string({ unit: "binary" }).filter((text) => !text.includes("\0") && text.isWellFormed());
  await fc.assert(
    fc.asyncProperty(fc.array(argument, { minLength: 20, maxLength: 40 }), async (args) => {
      const { stdout } = await exec(["sh", "-c", `printf '%s\\0' ${quoteArgv(args)}`]);
      assert.equal(stdout, args.map((each) => `${each}\0`).join(""));
    }),
    { numRuns: 25 },
  );
});
