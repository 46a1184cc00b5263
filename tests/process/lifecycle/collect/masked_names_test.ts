import assert from "node:assert/strict";
import { textMasker } from "../../../../lib/secrets/masked.ts";
import { maskNames } from "../../../../lib/lifecycle/collect/masked_names.ts";

Deno.test("maskNames() masks secrets in the names of files and directories, and loses no file", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${dir}/out/tok_XYZ/in`, { recursive: true });
    const paths = ["out/a-tok_XYZ.txt", "out/a-tok%5FXYZ.txt", "out/plain.txt", "out/tok_XYZ/in/b.txt"];
    for (const path of paths) await Deno.writeTextFile(`${dir}/${path}`, path);
    const files = await maskNames(dir, paths.map((path) => ({ path, bytes: 1 })), textMasker(["tok_XYZ"]));
    const names = ["out/a-***.txt", "out/a-***.txt_", "out/plain.txt", "out/***/in/b.txt"];
    assert.deepEqual(files, names.map((path) => ({ path, bytes: 1 })));
    assert.deepEqual(names.map((name) => Deno.readTextFileSync(`${dir}/${name}`)), paths);
    assert.deepEqual([...Deno.readDirSync(`${dir}/out`)].map(({ name }) => name).sort(), [
      "***",
      "a-***.txt",
      "a-***.txt_",
      "plain.txt",
    ]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
