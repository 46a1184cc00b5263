import assert from "node:assert/strict";
import { join } from "node:path";

const RUN = join(import.meta.dirname ?? "", "../../../../tools/test/run.ts");

/** Runs tools/test/run.ts on one test file, and returns its output and exit status. */
async function run(text: string): Promise<{ readonly output: string; readonly code: number }> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(folder, "a_test.ts"), text);
    const args = ["run", "-A", RUN, "a_test.ts"];
    const { code, stdout } = await new Deno.Command(Deno.execPath(), { args, cwd: folder }).output();
    return { output: new TextDecoder().decode(stdout), code };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const cases: readonly { readonly when: string; readonly text: string; readonly line: string; readonly code: number }[] =
  [
    { when: "a test passes", text: 'Deno.test("a", () => {});', line: "1 passed, 0 failed", code: 0 },
    {
      when: "a test fails and another is skipped",
      text: 'Deno.test("a", () => { throw new Error("no"); });\nDeno.test({ name: "b", ignore: true, fn() {} });',
      line: "0 passed, 1 failed, 1 skipped",
      code: 1,
    },
    { when: "a file does not load", text: 'import "./gone.ts";', line: "0 passed, 1 failed", code: 1 },
    { when: "nothing runs", text: "export {};", line: "0 passed, 0 failed", code: 1 },
  ];

for (const { when, text, line, code } of cases) {
  Deno.test(`run.ts ends with "${line}" when ${when}`, async () => {
    const ended = await run(text);
    assert.deepEqual([ended.output.trimEnd().split("\n").at(-1), ended.code], [line, code]);
  });
}

Deno.test("run.ts lists the slowest tests before the counts", async () => {
  const { output } = await run('Deno.test("a", () => {});\nDeno.test("b", () => {});');
  assert.match(
    output,
    /\nslowest tests\n +\d+\.\d s {2}\.\/a_test\.ts => [ab]\n +\d+\.\d s {2}.*\n\n2 passed, 0 failed\n$/,
  );
});

Deno.test("run.ts names a test flaky that fails and then passes, and counts it as failed", async () => {
  const { output, code } = await run(`import { existsSync } from "node:fs";
Deno.test("a (b)", () => {
  if (existsSync("ran")) return;
  Deno.writeTextFileSync("ran", "");
  throw new Error("the first time");
});
Deno.test("a (b) too", () => { throw new Error("each time"); });`);
  assert.ok(output.endsWith("\n\nflaky: ./a_test.ts => a (b)\n0 passed, 2 failed\n"), output);
  assert.equal(code, 1);
});
