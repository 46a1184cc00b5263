import assert from "node:assert/strict";
import { differingPaths, pathOf, treeHash } from "../../../lib/repository/tree_records.ts";

const ONE = "1".repeat(64), TWO = "2".repeat(64);

Deno.test("treeHash() is the SHA-256 of the records sorted by bytes, each followed by NUL", () => {
  // printf 'l ./\357\275\241//x\0l ./\360\237\230\200//x\0' | sha256sum; UTF-16 has them the other way round
  const expected = "53040ca259932494beccd796947b3c32577a76a8074aebad4f5421ceab21c02b";
  assert.equal(treeHash(["l ./😀//x", "l ./｡//x"]), expected);
  assert.equal(treeHash(["l ./｡//x", "l ./😀//x"]), expected);
  assert.equal(treeHash([]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

const PATHS: Readonly<Record<string, string>> = {
  [`${ONE}  ./a b`]: "a b",
  "f 644 ./-x": "-x",
  "f 755 ./l ./f\nn": "l ./f\nn",
  "l ./to//./x//y": "to",
};

for (const [record, path] of Object.entries(PATHS)) {
  Deno.test(`pathOf() returns ${JSON.stringify(path)} for ${JSON.stringify(record)}`, () => {
    assert.equal(pathOf(record), path);
  });
}

Deno.test("differingPaths() returns paths with another content, mode or target, and missing and additional ones", () => {
  const file = (path: string, mode: number, sum: string) => [`f ${mode} ./${path}`, `${sum}  ./${path}`];
  const some = [
    ...file("same", 644, ONE),
    ...file("content", 644, ONE),
    ...file("mode", 644, ONE),
    "l ./link//a",
    "l ./missing//a",
  ];
  const others = [
    ...file("same", 644, ONE),
    ...file("content", 644, TWO),
    ...file("mode", 755, ONE),
    "l ./link//b",
    ...file("more", 644, ONE),
  ];
  assert.deepEqual(differingPaths(some, others), ["content", "link", "missing", "mode", "more"]);
});
