import assert from "node:assert/strict";
import { join } from "node:path";
import { StoredRuns } from "../store/stored_runs.ts";
import { storedLogs } from "../../../lib/commands/sandbox/stored_logs.ts";

Deno.test("storedLogs() returns the log of one service as it is, and those of several with the service before each line", async () => {
  const run = await Deno.makeTempDir({ prefix: "e2e-logs-" });
  try {
    await assert.rejects(storedLogs(run, undefined), {
      message: `No log of any service in ${run} (stored logs: none)`,
    });
    await Deno.mkdir(join(run, "services"));
    for (const [name, text] of Object.entries({ web: "one\n\ntwo\n", "db-1": "a\n", "db-2": "b\n" })) {
      await Deno.writeTextFile(join(run, "services", `${name}.log`), text);
    }
    assert.equal(await storedLogs(run, "web"), "one\n\ntwo\n");
    assert.equal(await storedLogs(run, "db"), "db-1 | a\ndb-2 | b\n");
    assert.equal(await storedLogs(run, undefined), "db-1 | a\ndb-2 | b\nweb | one\n\nweb | two\n");
    await assert.rejects(storedLogs(run, "shop"), {
      message: `No log of service "shop" in ${run} (stored logs: db-1, db-2, web)`,
    });
  } finally {
    await Deno.remove(run, { recursive: true });
  }
});

Deno.test("e2e logs says that no service wrote anything when the stored logs are empty", async () => {
  await using stored = new StoredRuns();
  const [id = ""] = stored.finish(1), services = join(stored.runs, id, "services");
  await Deno.mkdir(services, { recursive: true });
  await Deno.writeTextFile(join(services, "web.log"), "");
  const env = { RAILIANCE01_HOST: "" };
  assert.deepEqual(await stored.run(["logs", id], env), { code: 0, stdout: "", stderr: "No service wrote anything\n" });
  assert.equal((await stored.run(["logs", id, "web"], env)).stderr, "web wrote nothing\n");
});
