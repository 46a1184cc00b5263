import assert from "node:assert/strict";
import { exec } from "../../../lib/host/exec.ts";
import { forgetArgv } from "../../../lib/schedule/install_argv.ts";

/** A home with the files of two schedules; `crontab` lists the file `spool`. */
async function withHome(
  use: (there: {
    forget: (slugs: readonly string[], all?: boolean) => Promise<string>;
    files: () => readonly string[];
    home: string;
  }) => Promise<void>,
) {
  const home = await Deno.makeTempDir(), e2e = `${home}/.e2e`;
  try {
    for (const name of ["path", ".e2e/bin", ".e2e/log", ".e2e/schedules"]) {
      await Deno.mkdir(`${home}/${name}`, { recursive: true });
    }
    await Deno.writeTextFile(`${home}/path/crontab`, '#!/bin/sh\ncat "$HOME/spool"\n', { mode: 0o755 });
    await Deno.writeTextFile(`${home}/spool`, "");
    const names = ["bin/e2e-host", ...["shop", "web"].flatMap((each) => [`log/${each}.log`, `schedules/${each}.lock`])];
    for (const name of names) await Deno.writeTextFile(`${e2e}/${name}`, "");
    const env = { HOME: home, PATH: `${home}/path:${Deno.env.get("PATH")}` };
    const forget = async (slugs: readonly string[], all = false) => {
      const { code, stdout, stderr } = await exec(forgetArgv(slugs, { all }), { env });
      assert.deepEqual([code, stderr], [0, ""]);
      return stdout.trim().replaceAll("\n", " ");
    };
    const files = () =>
      ["bin", "log", "schedules"].flatMap((directory) => {
        try {
          return [...Deno.readDirSync(`${e2e}/${directory}`)].map(({ name }) => `${directory}/${name}`).sort();
        } catch {
          return [];
        }
      });
    await use({ forget, files, home });
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

/** Holds the lock of a schedule, as a run does. */
async function hold(path: string): Promise<Disposable> {
  const file = await Deno.open(path, { write: true });
  await file.lock(true);
  return file;
}

const SHOP = ["log/shop.log", "schedules/shop.lock"], WEB = ["log/web.log", "schedules/web.lock"];
const sorted = (...names: readonly string[]) => names.toSorted();

Deno.test("schedule_forget.sh removes the files of a schedule, and with --all also the binary", () =>
  withHome(async ({ forget, files }) => {
    assert.equal(await forget(["shop"]), "");
    assert.deepEqual(files(), sorted("bin/e2e-host", ...WEB));
    assert.equal(await forget(["web"], true), "");
    assert.deepEqual(files(), []);
  }));

Deno.test("schedule_forget.sh keeps what a run uses, and the next call removes it", () =>
  withHome(async ({ forget, files, home }) => {
    {
      using _ = await hold(`${home}/.e2e/schedules/shop.lock`);
      assert.equal(await forget(["shop", "web"], true), "--all shop");
      assert.equal(await forget([]), "--all shop");
      assert.deepEqual(files(), sorted("bin/e2e-host", "schedules/forget", ...SHOP));
    }
    assert.equal(await forget([]), "");
    assert.deepEqual(files(), []);
  }));

Deno.test("schedule_forget.sh says what it cannot remove, removes the rest, and tries again", () =>
  withHome(async ({ forget, files, home }) => {
    await Deno.remove(`${home}/.e2e/log/shop.log`);
    await Deno.mkdir(`${home}/.e2e/log/shop.log`); // rm -f removes no directory, also as root
    const env = { HOME: home, PATH: `${home}/path:${Deno.env.get("PATH")}` };
    const { code, stdout, stderr } = await exec(forgetArgv(["shop", "web"], { all: false }), { env });
    assert.deepEqual([code, stdout], [1, "shop\n"]);
    assert.match(stderr, /shop\.log/);
    assert.deepEqual(files(), ["bin/e2e-host", "log/shop.log", "schedules/forget"]);
    await Deno.remove(`${home}/.e2e/log/shop.log`);
    assert.equal(await forget([]), "");
    assert.deepEqual(files(), ["bin/e2e-host"]);
  }));

Deno.test("schedule_forget.sh keeps a binary that runs without a lock", () =>
  withHome(async ({ forget, files, home }) => {
    await Deno.copyFile("/bin/sleep", `${home}/.e2e/bin/e2e-host`);
    await Deno.chmod(`${home}/.e2e/bin/e2e-host`, 0o755);
    const run = new Deno.Command(`${home}/.e2e/bin/e2e-host`, { args: ["600"] }).spawn();
    assert.equal(await forget(["shop", "web"], true), "--all");
    assert.deepEqual(files(), ["bin/e2e-host", "schedules/forget"]);
    run.kill("SIGKILL");
    await run.status;
    assert.equal(await forget([]), "");
    assert.deepEqual(files(), []);
  }));

Deno.test("schedule_forget.sh forgets nothing of a repository that is scheduled again", () =>
  withHome(async ({ forget, files, home }) => {
    {
      using _ = await hold(`${home}/.e2e/schedules/shop.lock`);
      assert.equal(await forget(["shop", "web"], true), "--all shop");
    }
    await Deno.writeTextFile(`${home}/spool`, "# e2e shop: begin (…)\n# e2e shop: end\n");
    assert.equal(await forget([]), "");
    assert.deepEqual(files(), sorted("bin/e2e-host", ...SHOP));
  }));
