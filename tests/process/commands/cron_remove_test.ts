import assert from "node:assert/strict";
import { hostname } from "node:os";
import { join } from "node:path";
import { ask, event, post, startHub } from "../hub/server/fixture.ts";
import { StoredRuns } from "../store/stored_runs.ts";

/** A crontab(1) that stores a file. */
const CRONTAB = `#!/bin/sh
case $1 in -l) cat "$HOME/spool" ;; -r) rm "$HOME/spool" ;; *) cat "$1" >"$HOME/spool" ;; esac
`;
const BLOCK =
  "# e2e shop: begin (e2e cron remove shop removes it)\n0 3 * * 0 e2e-host shop --schedule-id shop\n# e2e shop: end\n";
const schedule = { id: "shop", cron: "0 3 * * 0", zone: "UTC" };

/** Returns the environment of a home with this crontab, in which the schedule has run before. */
async function homeWith(crontab: string, stored: StoredRuns): Promise<Readonly<Record<string, string>>> {
  const home = join(stored.root, "home");
  await Deno.mkdir(join(home, "path"), { recursive: true });
  await Deno.mkdir(join(home, ".e2e/schedules"), { recursive: true });
  await Deno.writeTextFile(join(home, ".e2e/schedules/shop.last"), crypto.randomUUID());
  await Deno.writeTextFile(join(home, "path/crontab"), CRONTAB, { mode: 0o755 });
  await Deno.writeTextFile(join(home, "spool"), crontab);
  return { HOME: home, PATH: `${home}/path:${Deno.env.get("PATH")}`, DENO_DIR: await denoDir() };
}

/** The cache of this process, which a child with another home would not find. */
async function denoDir(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

const wordsOf = async (url: string) => (await ask(url)).json.match(/Missed|Next run/g) ?? [];

for (const [how, crontab] of [["", BLOCK], [" whose lines were removed by hand", ""]] as const) {
  Deno.test(`e2e cron remove of a schedule${how} tells the state-hub, also one that is away meanwhile`, async () => {
    await using stored = new StoredRuns();
    const env = await homeWith(crontab, stored), db = join(stored.root, "hub.db");
    let url: string;
    {
      await using hub = await startHub(db);
      url = hub.url;
      assert.equal((await post(url, event({ host: hostname(), schedule }))).status, 201);
      assert.deepEqual(await wordsOf(url), ["Missed", "Next run"]);
    }
    const removed = await stored.run(["cron", "remove", "shop", "--host", "local", "--hub", url], env);
    assert.equal(removed.code, 0, removed.stderr);
    assert.match(removed.stderr, /^The state-hub .* does not know that yet \(.*\); e2e flush tries again$/m);
    assert.match((await stored.run(["flush", "--list"], env)).stdout, /^\S+ +shop +schedule .* waiting +1 /m);
    await using hub = await startHub(db, "--port", new URL(url).port);
    assert.deepEqual(await wordsOf(hub.url), ["Missed", "Next run"]);
    assert.equal((await stored.run(["flush", "--hub", url], env)).code, 0);
    assert.deepEqual(await wordsOf(hub.url), []);
    await post(hub.url, event({ host: hostname(), schedule, started_at: "2026-02-01T00:00:00.000Z" }));
    assert.deepEqual(await wordsOf(hub.url), [], "the result of a run that began before the removal");
    const { json } = await ask(`${hub.url}/progress/?event_type=e2e_schedule`);
    assert.deepEqual(
      json.map(({ detail }: { detail: Record<string, unknown> }) => [detail["slug"], detail["schedule"]]),
      [
        ["shop", null],
      ],
    );
    assert.equal((await stored.run(["flush", "--list"], env)).stdout.includes("schedule"), false);
  });
}

/** Runs `e2e cron remove shop` with these files left, and returns what the state-hub was told. */
async function told(crontab: string, leave: (home: string) => Promise<void>) {
  await using stored = new StoredRuns();
  const env = await homeWith(crontab, stored);
  await leave(join(stored.root, "home"));
  await using hub = await startHub(join(stored.root, "hub.db"));
  const { code } = await stored.run(["cron", "remove", "shop", "--host", "local", "--hub", hub.url], env);
  const { json } = await ask(`${hub.url}/progress/?event_type=e2e_schedule&slug=shop`);
  return { code, schedules: json.map(({ detail }: { detail: { schedule: unknown } }) => detail.schedule) };
}

Deno.test("e2e cron remove tells the state-hub about a named schedule that never ran, whose lines were removed by hand", async () => {
  const leave = (home: string) => Deno.remove(join(home, ".e2e/schedules/shop.last"));
  assert.deepEqual(await told("", leave), { code: 0, schedules: [null] });
});

Deno.test("e2e cron remove tells the state-hub, also when the files of the schedule cannot be removed", async () => {
  const leave = (home: string) => Deno.mkdir(join(home, ".e2e/schedules/shop.lock.d"));
  assert.deepEqual(await told(`${BLOCK}${BLOCK.replaceAll("shop", "web")}`, leave), { code: 4, schedules: [null] });
});
