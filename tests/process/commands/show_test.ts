import assert from "node:assert/strict";
import { join } from "node:path";
import { StoredRuns } from "../store/stored_runs.ts";
import { passedResult } from "../../unit/result/events.ts";

Deno.test("e2e show --open opens the report with the desktop's program, or prints its path when there is none", async () => {
  await using stored = new StoredRuns();
  const [id = ""] = stored.finish(1);
  const report = join(stored.runs, id, "report.html");
  const show = (PATH: string) => stored.run(["show", id, "--open"], { PATH });
  const missing = await show("/nowhere");
  assert.deepEqual([missing.code, missing.stderr], [
    2,
    `The run has no report: ${report} is missing\nhint: e2e history\n`,
  ]);
  await Deno.writeTextFile(report, "<p>");
  const alone = await show("/nowhere");
  assert.equal(alone.code, 2);
  assert.match(alone.stderr, new RegExp(`^Cannot open the report: .*\nhint: open ${report} in a browser$`, "m"));
  for (const name of ["xdg-open", "open"]) {
    await Deno.writeTextFile(join(stored.root, name), `#!/bin/sh\necho "$1" >"${stored.root}/opened"\n`, {
      mode: 0o755,
    });
  }
  assert.equal((await show(`${stored.root}:/usr/bin:/bin`)).code, 0);
  assert.equal(await Deno.readTextFile(join(stored.root, "opened")), `${report}\n`);
});

Deno.test("e2e show prints the commands for a kept sandbox when its host cannot be asked, and not when it is gone", async () => {
  await using stored = new StoredRuns();
  const cleanup = { ...passedResult.cleanup, decision: "kept", kept_until: "2099-01-01T00:00:00.000Z" } as const;
  const [far = ""] = stored.finish(1, { host: "nowhere.invalid", cleanup });
  const [here = ""] = stored.finish(1, { host: "local", cleanup });
  const asked = await stored.run(["show", far]);
  assert.ok(asked.stdout.includes("test again: e2e retest 1a2b3c4d --host nowhere.invalid"), asked.stdout);
  const gone = await stored.run(["show", here]);
  assert.ok(gone.stdout.includes("the sandbox e2e-shop-1a2b3c4d was kept, and does not exist any more"), gone.stdout);
  assert.doesNotMatch(gone.stdout, /e2e (retest|shell|down)/);
});
