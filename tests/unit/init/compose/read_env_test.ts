import { deepEqual } from "node:assert/strict";
import { readEnv } from "../../../../lib/init/compose/read_env.ts";

const lines: readonly (readonly [line: string, name: string, value: string])[] = [
  ["A=1", "A", "1"],
  ["export B='two # 2'", "B", "two # 2"],
  ['C = "three" # 3', "C", "three"],
  ["D=four # 4", "D", "four"],
  ["E=", "E", ""],
  ["F=a#b", "F", "a#b"],
];

for (const [line, name, value] of lines) {
  Deno.test(`readEnv() reads ${line}`, () => deepEqual(readEnv(line), { [name]: value }));
}

Deno.test("readEnv() skips comments and lines without a value, and reads on after an unclosed quote", () => {
  deepEqual(readEnv('# no\nnot one\nA="1\nB=2\n'), { A: '"1', B: "2" });
});
