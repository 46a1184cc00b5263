import assert from "node:assert/strict";
import { webRepository } from "./fixture.ts";
import { CronWorld, HOST } from "./cron_world.ts";
import { noLabReason } from "../lab/lab_host.ts";

const ignore = noLabReason() !== undefined;
/** What other people have in their crontabs: another encoding, CRLF, settings, `%`, a comment that looks like ours. */
const OTHERS =
  '# caf\xe9\r\nMAILTO="ana@example.org"\nPATH = /usr/local/bin:/usr/bin:/bin\n0 5 * * 1\tdate +\\%F >/dev/null%x\n# e2e: not ours\n';
const DIR = 'it\'s 100% \\% a "dir" $HOME';

Deno.test({
  name: "e2e cron install lets the host's own cron run a repository, and remove leaves the crontab as it was",
  ignore,
  fn: async () => {
    await using world = await CronWorld.open();
    await world.openTunnel();
    const url = await world.remote(webRepository());
    await world.setCrontab(OTHERS);
    const args = ["--schedule", "* * * * *", "--repo-dir", DIR, "--clone", url];

    const refused = await world.cron("install", "web", "--binary", world.binary, ...args);
    assert.match(refused.stderr, /test binary.*\nhint: --allow-test-binary/);
    assert.deepEqual([refused.code, await world.crontab()], [2, OTHERS]);

    const installed = await world.install("web", ...args);
    assert.match(installed.stderr, /cron runs web by itself: \* \* \* \* \* \(\S+\), next at/);
    assert.ok((await world.crontab())?.startsWith(OTHERS));
    const before = await world.crontab();
    assert.match((await world.install("web", ...args)).stderr, /^Nothing to change/);
    assert.equal(await world.crontab(), before);

    const [event] = await world.firstEvents(1);
    assert.deepEqual([event?.outcome, event?.schedule?.id, event?.host], ["passed", "web", HOST]);
    assert.equal(Date.parse(event?.schedule?.next_expected_at ?? "") % 60_000, 0);

    const { stdout } = await world.cron("list", "--json");
    const row = JSON.parse(stdout);
    assert.deepEqual([row.slug, row.cron, row.cron_runs, row.last.outcome], ["web", "* * * * *", true, "passed"]);
    const table = await world.cron("list");
    assert.match(table.stdout, /^slug .*\nweb +\* \* \* \* \* \(\S+\) +\S+ \S+Z +passed .*\/log\/web\.log\n$/);

    await world.install("web", "--repo-dir", DIR); // no longer each minute
    const run = await world.cron("run", "web");
    assert.equal(run.code, 0, run.stderr + run.stdout);

    assert.equal((await world.cron("remove", "web")).code, 0);
    assert.equal(await world.crontab(), OTHERS);
    assert.equal(await world.asUser("ls .e2e/bin .e2e/log .e2e/schedules 2>/dev/null || true"), "");
  },
});
