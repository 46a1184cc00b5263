import assert from "node:assert/strict";
import fc from "fast-check";
import { exec } from "../../../lib/host/exec.ts";
import { cronCommand, entryLines, entryOf } from "../../../lib/schedule/cron_entry.ts";

/** Reads a command as cron(8) does, character by character. Source: Debian's cron 3.0pl1, do_command.c. */
function cron(line: string): string {
  let command = "", isEscaped = false;
  for (const character of line) {
    if (isEscaped && character === "%") command = command.slice(0, -1);
    else if (!isEscaped && character === "%") return command;
    isEscaped = !isEscaped && character === "\\";
    command += character;
  }
  return command;
}

Deno.test("cronCommand() passes any argument through cron and a shell unchanged", async () => {
  const word = fc.string({ unit: fc.constantFrom("%", "\\", "'", '"', " ", "$", "`", "a", "é", "*", "!", ";", "#") });
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 20 }), async (words) => {
      const { stdout } = await exec(["sh", "-c", cron(cronCommand(["printf", "%s\\n", ...words]))]);
      assert.deepEqual(stdout.split("\n").slice(0, -1), words);
    }),
    { numRuns: 60 },
  );
});

const entry = { slug: "web", cron: "13 3 * * 0", dir: "/a/100% it's", binary: "/h/e2e-host", jitterMs: 600_000 };

Deno.test("entryLines() returns the run, the sweep after a reboot, and the daily delivery", () => {
  const lines = entryLines(entry);
  assert.deepEqual(lines, [
    "13 3 * * 0 /h/e2e-host '/a/100\\% it'\\''s' --schedule-id web --schedule '13 3 * * 0' --jitter 600s",
    "@reboot /h/e2e-host gc --wait 10m; /h/e2e-host flush",
    "41 5 * * * /h/e2e-host flush",
  ]);
  assert.deepEqual(entryOf(lines), { cron: "13 3 * * 0", command: cron(lines[0]?.slice(11) ?? "") });
});

for (
  const [name, dir] of [["a line break", "/a\nb"], ["a NUL", "/a\0b"], [
    "too many characters",
    `/${"a".repeat(1_000)}`,
  ]] as const
) {
  Deno.test(`entryLines() refuses a directory with ${name}`, () => {
    assert.throws(() => entryLines({ ...entry, dir }), /Cannot schedule/);
  });
}

Deno.test("entryOf() reads an entry that was edited by hand to @weekly", () => {
  const lines = entryLines(entry).map((line) => line.replace(/^13 3 \* \* 0/, "@weekly"));
  assert.equal(entryOf(lines)?.cron, "@weekly");
});
