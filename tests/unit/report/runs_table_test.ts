import assert from "node:assert/strict";
import { runsTable } from "../../../lib/report/runs_table.ts";

Deno.test("runsTable() shows each run on one line, also one that was never started", () => {
  assert.equal(
    runsTable([
      { slug: "shop", outcome: "passed", tookMs: 20_500, where: "/runs/1" },
      { slug: "blog", outcome: "cancelled", tookMs: undefined, where: "/home/ana/blog" },
    ]),
    `OUTCOME    SLUG  TOOK         WHERE
passed     shop  20.5 s       /runs/1
cancelled  blog  not started  /home/ana/blog
`,
  );
});
