import assert from "node:assert/strict";
import { join } from "node:path";
import { exec } from "../../../lib/host/exec.ts";
import { commandsIn } from "../docs/commands_in_docs.ts";
import { fieldsOf } from "../docs/json_fields.ts";
import { webRepository } from "../fixture.ts";
import { CronWorld, HOST, ROOT } from "./cron_world.ts";
import { noLabReason } from "../../../tools/lab/lab_host.ts";

const ignore = noLabReason() !== undefined;
/** A crontab of other tools: another encoding, CRLF, settings, `%`, a comment that looks like a mark. */
const OTHERS =
  '# caf\xe9\r\nMAILTO="ana@example.org"\nPATH = /usr/local/bin:/usr/bin:/bin\n0 5 * * 1\tdate +\\%F >/dev/null%x\n# e2e: not ours\n';
const DIR = 'it\'s 100% \\% a "dir" $HOME';

/** A test binary, as `deno task compile` makes it without Deno's download host. */
async function testBinary({ binary, lab }: CronWorld): Promise<string> {
  const copy = `${lab.root}/test-binary`;
  await exec(["sh", "-c", `LC_ALL=C sed 's/"test_binary":false/"test_binary":true /' "$1" >"$2"`, "sh", binary, copy]);
  return copy;
}

Deno.test({
  name: "e2e cron install schedules a repository with the host's cron, and remove restores the crontab",
  ignore,
  fn: async () => {
    await using world = await CronWorld.open();
    await world.openTunnel();
    const url = await world.remote(webRepository());
    await world.setCrontab(OTHERS);
    const args = ["--schedule", "* * * * *", "--repo-dir", DIR, "--clone", url];

    const refused = await world.cron("install", "web", "--binary", await testBinary(world), ...args);
    assert.match(refused.stderr, /test binary.*\nhint: --allow-test-binary/);
    assert.deepEqual([refused.code, await world.crontab()], [2, OTHERS]);

    const installed = await world.install("web", ...args);
    assert.match(installed.stderr, /^Scheduled web on cron: \* \* \* \* \* \(\S+\), next run /m);
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
    assert.deepEqual(Object.keys(row).sort(), await fieldsOf("e2e cron list"));
    const table = await world.cron("list");
    assert.match(
      table.stdout,
      /^slug .*\nweb +Every minute \(\S+\) +\S+ \d\d:\d\d +passed \S+ \d\d:\d\d +\S+\/log\/web\.log\n$/,
    );

    await world.install("web", "--repo-dir", DIR); // no longer each minute
    const run = await world.cron("run", "web");
    assert.equal(run.code, 0, run.stderr + run.stdout);
    assert.match(run.stderr, /^web passed, the log is ~\/\.e2e\/log\/web\.log on cron$/m);

    assert.equal((await world.cron("remove", "web")).code, 0);
    assert.equal(await world.crontab(), OTHERS);
    assert.equal(await world.asUser("ls .e2e/bin .e2e/log .e2e/schedules 2>/dev/null || true"), "");
  },
});

Deno.test({
  name: "e2e cron install and remove handle a missing, an empty and a forbidden crontab",
  ignore,
  fn: async () => {
    await using world = await CronWorld.open();
    const url = await world.remote(webRepository());
    for (const before of [undefined, ""]) {
      if (before !== undefined) await world.setCrontab(before);
      const { code, stderr } = await world.install("web", "--clone", url);
      assert.equal(code, 0, stderr);
      await world.cron("remove", "--all");
      assert.equal(await world.crontab(), before);
    }
    await world.setCrontab(OTHERS);
    await world.lab.host.exec(OWN_ETC);
    try {
      const { code, stderr } = await world.install("web");
      assert.deepEqual([code, await world.crontab()], [4, OTHERS]);
      assert.match(stderr, /not allowed to use this program.*\n.*hint: .*cron\.deny/s);
    } finally {
      await world.lab.host.exec("umount -l /etc");
    }
  },
});

Deno.test({
  name: "e2e cron install refuses a schedule that never comes and another checkout, and warns when cron is not running",
  ignore,
  fn: async () => {
    await using world = await CronWorld.open();
    const url = await world.remote(webRepository());
    const never = await world.install("web", "--clone", url, "--schedule", "0 0 30 2 *");
    assert.match(never.stderr, /"0 0 30 2 \*": it never runs/);
    const other = await world.install("shop", "--repo-dir", "web");
    assert.match(other.stderr, /is the contract of "web", expected "shop"/);
    const nowhere = await world.install("shop");
    assert.match(nowhere.stderr, /No checkout "shop" on cron\nhint: e2e cron install shop --host cron --clone URL /);
    assert.deepEqual([never.code, other.code, nowhere.code, await world.crontab()], [2, 2, 2, undefined]);
    await world.lab.host.exec('kill "$(cat /run/crond.pid)"');
    try {
      await world.lab.until(
        "cron has ended",
        async () => (await world.cron("list")).stderr.includes("cron is not running"),
      );
    } finally {
      await world.lab.host.exec("/usr/sbin/cron");
    }
    assert.doesNotMatch((await world.cron("list")).stderr, /cron is not running/);
  },
});

/** Gives the lab host an /etc of its own, in which its user may have no crontab. */
const OWN_ETC = `rm -rf /tmp/etc && mkdir -p /tmp/etc/upper /tmp/etc/work
mount -t overlay -o lowerdir=/etc,upperdir=/tmp/etc/upper,workdir=/tmp/etc/work etc /etc && echo e2e-lab >/etc/cron.deny`;

Deno.test({
  name: "e2e cron install loses no entry when it runs for several repositories at once",
  ignore,
  fn: async () => {
    await using world = await CronWorld.open();
    await world.setCrontab(OTHERS);
    const slugs = ["web", "shop", "blog"];
    const urls: string[] = [];
    for (const name of slugs) urls.push(await world.remote(webRepository({ name }), name));
    const ends = await Promise.all(slugs.map((slug, at) => world.install(slug, "--clone", urls[at] ?? "")));
    assert.deepEqual(ends.map(({ code }) => code), [0, 0, 0], ends.map(({ stderr }) => stderr).join(""));
    const { stdout } = await world.cron("list", "--json");
    const rows = stdout.trimEnd().split("\n").map((line) => JSON.parse(line).slug);
    assert.deepEqual(rows.toSorted(), slugs.toSorted());
    await world.cron("remove", "shop");
    assert.notEqual(await world.asUser("ls .e2e/bin"), "");
    await world.cron("remove", "--all");
    assert.equal(await world.crontab(), OTHERS);
  },
});

Deno.test({
  name: "the result of e2e cron run stays while the tunnel is down, and is delivered with the next one",
  ignore,
  fn: async () => {
    await using world = await CronWorld.open();
    await world.install("web", "--clone", await world.remote(webRepository()));
    assert.equal((await world.cron("run", "web")).code, 0);
    assert.deepEqual(await world.events(), []);
    await world.openTunnel();
    await world.asUser("rm .e2e/runs/*/tries"); // as if it were next week: undelivered results are tried again only after a while
    assert.equal((await world.cron("run", "web")).code, 0);
    const events = await world.firstEvents(2);
    assert.deepEqual(events.map(({ outcome }) => outcome), ["passed", "passed"]);
  },
});

Deno.test({
  name: "e2e cron: the host itself removes and reports a run that a power cut interrupted",
  ignore,
  fn: async () => {
    await using world = await CronWorld.open();
    await world.install("web", "--clone", await world.remote(webRepository({ test_command: "sleep 600" })));
    const run = world.lab.start(["cron", "run", "web"]);
    await world.lab.until(
      "the tests run",
      async () => (await world.asUser("cat .e2e/log/web.log 2>/dev/null || true")).includes("ready"),
    );
    await world.lab.host.powerOff();
    await run.ended;
    await world.lab.host.up();
    await world.openTunnel();
    await world.lab.until("the sandbox is gone", async () => (await world.lab.inventory()).length === 0);
    await world.lab.until("the run is reported", async () => {
      await world.asUser(".e2e/bin/e2e-host flush || true");
      return (await world.events()).length > 0;
    });
    const [event, ...others] = await world.events();
    assert.deepEqual([event?.outcome, event?.schedule?.id, others.length], ["infra", "web", 0]);
    assert.match(event?.reason?.message ?? "", /^Abandoned/, JSON.stringify(event));
  },
});

/** Tests that wait for a file. */
const WAITS = 'until [ -e "$HOME/go-on" ]; do sleep 0.2; done';

Deno.test({
  name: "e2e cron install replaces the binary during a run, and RUNBOOK.md rolls it back and leaves the host clean",
  ignore,
  fn: async () => {
    await using world = await CronWorld.open();
    await world.openTunnel();
    await world.install("web", "--clone", await world.remote(webRepository({ test_command: WAITS, timeout: 120 })));
    const old = await world.asUser("sha256sum <.e2e/bin/e2e-host");
    const run = world.lab.start(["cron", "run", "web"]);
    await world.lab.until(
      "the tests run",
      async () => (await world.asUser("cat .e2e/log/web.log 2>/dev/null || true")).includes("ready"),
    );
    const other = `${world.lab.root}/other`;
    const edit = `LC_ALL=C sed 's/"commit":"....../"commit":"feedfa/' "$1" >"$2" && chmod 755 "$2"`;
    await exec(["sh", "-c", edit, "sh", world.binary, other]);
    const { code, stderr } = await world.cron("install", "web", "--binary", other, "--allow-test-binary");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /is now e2e-host .*\(feedfa.*test binary/);
    const busy = await world.cron("run", "web");
    assert.equal(busy.code, 75, busy.stderr);
    assert.match(busy.stderr, /^web busy \(exit code 75\), the log/m);
    await world.asUser("touch go-on");
    assert.equal((await run.ended).code, 0);
    assert.equal(await world.asUser("sha256sum <.e2e/bin/e2e-host.previous"), old);
    assert.notEqual(await world.asUser("sha256sum <.e2e/bin/e2e-host"), old);
    const events = await world.firstEvents(2);
    assert.deepEqual(events.map(({ outcome }) => outcome).toSorted(), ["busy", "passed"]);
    const page = commandsIn("RUNBOOK.md", await Deno.readTextFile(join(ROOT, "RUNBOOK.md")));
    for (const { text } of page.filter(({ section }) => section === "The weekly run")) {
      await world.types(text.replace("HOST", HOST).replace("SLUG", "web"));
      if (!text.includes("e2e-host.previous")) continue;
      assert.equal(await world.asUser("sha256sum <.e2e/bin/e2e-host"), old, "the binary is rolled back");
    }
    assert.equal(await world.asUser("ls -A | grep -x .e2e || true; crontab -l 2>/dev/null || true"), "");
  },
});

Deno.test({
  name: "make e2e-cron-install, e2e-cron-list and e2e-cron-remove schedule hello on a host",
  ignore,
  fn: async () => {
    await using world = await CronWorld.open();
    await world.openTunnel();
    const url = await world.remoteOf(join(ROOT, "examples/hello")), { PATH = "" } = world.lab.env;
    const make = async (target: string, args = "") => {
      const variables = ["REPO=hello", `HOST=${HOST}`, `ARGS=${args}`, "RAILIANCE01_HOST="];
      const argv = [
        "sh",
        "-c",
        'PATH=$1; shift; exec make -s -C "$@"',
        "sh",
        PATH,
        ROOT,
        target,
        ...variables,
      ] as const;
      const { code, stdout, stderr } = await exec(argv);
      assert.equal(code, 0, stderr);
      return stdout + stderr;
    };
    const binary = `--binary ${world.binary} --allow-test-binary`;
    const output = await make("e2e-cron-install", `--clone ${url} ${binary} --schedule '* * * * *'`);
    assert.match(output, /^Scheduled hello on cron: \* \* \* \* \* /m);
    const [event] = await world.firstEvents(1);
    assert.deepEqual([event?.slug, event?.outcome, event?.schedule?.cron], ["hello", "passed", "* * * * *"]);

    assert.match(
      await make("e2e-cron-install", `${binary} --schedule '7 4 * * 1'`),
      /^Scheduled hello on cron: 7 4 \* \* 1 /m,
    );
    const log = String.raw`/home/e2e-lab/\.e2e/log/hello\.log`;
    const row = new RegExp(`^hello +At 04:07, only on Monday .* passed \\S+ \\d\\d:\\d\\d +${log}$`, "m");
    assert.match(await make("e2e-cron-list"), row);
    assert.match(await make("e2e-cron-remove"), /Removed the schedule of hello on cron/);
    assert.equal(await world.crontab(), undefined);
  },
});
