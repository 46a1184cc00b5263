import assert from "node:assert/strict";
import type { HostAnswers } from "../../../../lib/doctor/host_answers.ts";
import { tabValues } from "../../../../lib/files/tab_rows.ts";
import { doctorArgv } from "../../../../lib/doctor/doctor_argv.ts";
import { newProject, ScriptHost } from "../../sandbox/scripts/fixture.ts";
import { setShell, SHELLS } from "../../sandbox/scripts/shells.ts";

/** Runs the checks, which must print no errors and exit with 0. */
async function ask(host: ScriptHost, program = "", images: readonly string[] = []): Promise<HostAnswers> {
  const { code, stdout, stderr } = await host.spawn(doctorArgv(program, images)).ended;
  assert.deepEqual([code, stderr], [0, ""]);
  return tabValues(stdout);
}

for (const shell of SHELLS) {
  Deno.test(`doctor.sh reports what the host has and what is left on it when sh is ${shell}`, async () => {
    await using host = new ScriptHost();
    setShell(host, shell);
    const { project } = await host.make(),
      label = `dev.custodian.e2e.sandbox=${host.home}/sandboxes`,
      gone = newProject();
    for (const each of [project, gone]) {
      await host.sh('docker volume create --label "$1" "$2"', `${label}/${each}`, each);
    }
    await host.sh(
      'mkdir -p "$1/runs/a" "$1/runs/b"; : >"$1/runs/a/result.json"; : >"$1/runs/b/result.json"',
      host.home,
    );
    await host.sh(': >"$1/runs/a/delivered"; echo {} >"$1/abandoned/e2e-x-1.json"', host.home);
    try {
      const beforeS = Date.now() / 1000 - 0.01;
      const answers = await ask(host, "git", [
        "busybox:stable",
        "127.0.0.1:9/none:1",
        "127.0.0.1:9/other",
        "localhost:9/a",
      ]);
      const of = (name: string) => answers.get(name)?.[0] ?? "";
      assert.ok(Number(of("time")) >= beforeS && Number(of("time")) <= Date.now() / 1000 + 0.01, of("time"));
      assert.deepEqual(
        ["home", "home_state", "abandoned", "undelivered", "login", "program"].map(of),
        [host.home, "exists", "1", "1", "asked", "/usr/bin/git"],
      );
      assert.deepEqual(answers.get("sandbox")?.map((line) => JSON.parse(line).project), [project]);
      assert.deepEqual(answers.get("leftover"), [gone]);
      for (const name of ["home_kb", "home_inodes", "docker_root_kb", "docker_root_inodes", "memory_kb", "networks"]) {
        assert.match(of(name), /^[1-9]\d*$/, name);
      }
      const words: readonly (readonly [string, RegExp])[] = [
        ["engine", /^\d+\./],
        ["compose", /^\d+\./],
        ["rsync", /^rsync +version \d/],
        ["git", /^git version \d/],
        ["system", /^Linux \d/],
        ["shell", /^\//],
        ["build_cache", /^\d+(\.\d+)?[kMGT]?B$/],
        ["user", /^\w/],
        ["cron", /^(running|stopped|missing)$/],
      ];
      for (const [name, pattern] of words) assert.match(of(name), pattern, name);
      assert.equal(answers.has("missing"), false);
      assert.deepEqual(answers.get("image_missing"), ["127.0.0.1:9/none:1", "127.0.0.1:9/other", "localhost:9/a"]);
      const silent = answers.get("registry_error")?.join("\n") ?? "";
      assert.match(silent, /^http:\/\/localhost:9 does not answer: .*\nhttps:\/\/127\.0\.0\.1:9 does not answer: .+$/);
    } finally {
      await host.sh('docker volume rm "$1" "$2"', project, gone);
    }
  });
}

Deno.test("doctor.sh reports why Docker does not answer, and everything else", async () => {
  await using host = new ScriptHost();
  host.env.DOCKER_HOST = `unix://${host.root}/nobody.sock`;
  const answers = await ask(host);
  assert.match(answers.get("engine_error")?.[0] ?? "", /Cannot connect/);
  assert.deepEqual(
    ["engine", "docker_root", "networks", "build_cache", "leftover"].filter((name) => answers.has(name)),
    [],
  );
  assert.equal(answers.get("home_state")?.[0], "exists");
});

Deno.test("doctor.sh reports the free space for a home that does not exist yet", async () => {
  await using host = new ScriptHost();
  host.env.E2E_HOME = `${host.root}/not/yet`;
  const answers = await ask(host);
  assert.deepEqual([answers.get("home")?.[0], answers.get("home_state")?.[0]], [`${host.root}/not/yet`, "missing"]);
  assert.match(answers.get("home_kb")?.[0] ?? "", /^\d+$/);
});

Deno.test("doctor.sh does not find a program that the login environment does not have, and does not run its name", async () => {
  await using host = new ScriptHost();
  const answers = await ask(host, "no-such; touch $HOME");
  assert.deepEqual([answers.get("login"), answers.has("program")], [["asked"], false]);
});

Deno.test("doctor.sh reports an error of crontab, and none when it is empty", async () => {
  await using host = new ScriptHost();
  host.program("crontab", "#!/bin/sh\necho 'no crontab for ana' >&2\nexit 1\n");
  assert.equal((await ask(host)).has("crontab"), false);
  host.program("crontab", "#!/bin/sh\necho 'You (ana) are not allowed to use this program (crontab)' >&2\nexit 1\n");
  assert.match((await ask(host)).get("crontab")?.[0] ?? "", /not allowed/);
});

Deno.test({
  name: "doctor.sh reports a home on a read-only disk",
  ignore: Deno.uid() !== 0,
  fn: async () => {
    await using host = new ScriptHost();
    const disk = await host.smallDisk("disk");
    assert.equal((await host.sh('mount -o remount,ro "$1"', disk)).code, 0);
    host.env.E2E_HOME = `${disk}/home`;
    assert.equal((await ask(host)).get("home_state")?.[0], "read-only");
  },
});

Deno.test("doctor.sh reports a login shell that runs no commands", async () => {
  await using host = new ScriptHost();
  await Deno.writeTextFile(`${host.root}/.profile`, "exit 3\n");
  host.program("getent", `#!/bin/sh\necho 'root:x:0:0::${host.root}:/bin/sh'\n`);
  const answers = await ask(host, "git");
  assert.deepEqual(answers.get("login_trouble"), ["its login shell /bin/sh runs no commands of a POSIX shell"]);
});
