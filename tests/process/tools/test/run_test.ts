import assert from "node:assert/strict";
import { join } from "node:path";

/** Runs tools/test/run.ts on one file of tests and gives its last line and exit status. */
async function run(text: string): Promise<{ readonly line: string | undefined; readonly code: number }> {
  const folder = await Deno.makeTempDir();
  try {
    const file = join(folder, "a_test.ts");
    await Deno.writeTextFile(file, text);
    const args = ["run", "-A", "tools/test/run.ts", file];
    const { code, stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
    return { line: new TextDecoder().decode(stdout).trimEnd().split("\n").at(-1), code };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const cases: readonly { readonly when: string; readonly text: string; readonly line: string; readonly code: number }[] =
  [
    { when: "a test passes", text: 'Deno.test("a", () => {});', line: "1 passed, 0 failed", code: 0 },
    {
      when: "a test fails and one is switched off",
      text: 'Deno.test("a", () => { throw new Error("no"); });\nDeno.test({ name: "b", ignore: true, fn() {} });',
      line: "0 passed, 1 failed, 1 skipped",
      code: 1,
    },
    { when: "a file does not load", text: 'import "./gone.ts";', line: "0 passed, 1 failed", code: 1 },
    { when: "nothing runs", text: "export {};", line: "0 passed, 0 failed", code: 1 },
  ];

for (const { when, text, line, code } of cases) {
  Deno.test(`run.ts ends with "${line}" when ${when}`, async () => {
    assert.deepEqual(await run(text), { line, code });
  });
}
