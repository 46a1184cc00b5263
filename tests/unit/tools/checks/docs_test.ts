import assert from "node:assert/strict";
import { join } from "node:path";
import { brokenLinks } from "../../../../tools/checks/docs.ts";

Deno.test("brokenLinks() finds relative links to missing files, with their lines", () => {
  const root = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(join(root, "RUNBOOK.md"), "");
    const page = join(root, "README.md");
    const text = "[here](RUNBOOK.md#a) [web](https://example.org/x) [self](#top)\n[gone](docs/gone.md) [up](../none)\n";
    assert.deepEqual(brokenLinks(page, text), [
      `${page}:2: link to "docs/gone.md": no such file`,
      `${page}:2: link to "../none": no such file`,
    ]);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
});
