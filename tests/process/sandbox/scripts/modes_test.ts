import assert from "node:assert/strict";
import { makeArgv } from "../../../../lib/sandbox/scripts.ts";
import { newProject, runJson, ScriptHost } from "./fixture.ts";

/** Lists what other users could read, write or enter, relative to a directory. */
const open = async (host: ScriptHost, dir: string) =>
  (await host.sh('cd "$1"; find . -perm /077 ! -type l -printf "%p %m\\n" | sort', dir)).stdout;

for (const umask of ["000", "002", "022", "077"]) {
  Deno.test(`the scripts close all that they write to other users when the account has umask ${umask}`, async () => {
    await using host = new ScriptHost();
    const home = `${host.root}/e2e`, project = newProject(), dir = `${home}/sandboxes/${project}`;
    host.env.E2E_HOME = home;
    host.program("docker", "#!/bin/sh\nexit 0\n");
    const run = async (argv: readonly string[], stdin = "") => {
      const ended = await host.spawn(["sh", "-c", `umask ${umask}; exec "$@"`, "sh", ...argv], { stdin }).ended;
      assert.equal(ended.code, 0, ended.stderr);
    };
    const script = (name: string, ...args: readonly string[]) => ["sh", `${dir}/bin/${name}`, ...args];
    await run(makeArgv(home, project, "60", "down"), runJson(project));
    const command = 'umask; echo x >"$0.made"; sleep 0.1\n';
    await run(script("job_start.sh", dir, "job", "30", "1", `${command.length}`), command);
    const { stdout } = await host.follow(dir);
    await run(script("tree_hash.sh", dir, "all"));
    await run(script("cache_tree.sh", dir, "shop"));
    await run(script("collect.sh", dir, project, "1000"));
    await run(script("volumes.sh", dir, project));
    await run(script("note.sh", dir, "a reason"));
    await run(script("keep.sh", dir, "60"));
    await run(script("sweep.sh", ""));
    assert.match(stdout, new RegExp(`^0?${umask}$`, "m"), "the tests have the umask of the account");
    const made = umask === "077"
      ? []
      : [`./sandboxes/${project}/job/command.made ${(0o666 & ~parseInt(umask, 8)).toString(8)}`];
    const expected = [
      "./cache/shop/tree 755",
      `./sandboxes/${project}/artifacts 777`,
      ...made,
      `./sandboxes/${project}/repo 755`,
    ];
    assert.deepEqual((await open(host, home)).trimEnd().split("\n"), expected);
    assert.equal((await host.sh('stat -c %a "$1" "$1/sandboxes" "$2"', home, dir)).stdout, "700\n700\n700\n");
  });
}

Deno.test("sweep.sh closes what earlier versions left open, and no directory that holds other things", async () => {
  await using host = new ScriptHost();
  host.program("docker", "#!/bin/sh\nexit 0\n");
  const { dir, project } = await host.make();
  const modes = async () => (await host.sh('cd "$1"; stat -c "%n %a" . * sandboxes/*', host.home)).stdout;
  await host.sh('cd "$1"; mkdir -p runs log; chmod 755 . * sandboxes/*', host.home);
  assert.equal((await host.run("sweep.sh", "")).code, 0);
  assert.equal(
    await modes(),
    `. 700\nabandoned 700\ncache 700\nlog 700\nruns 700\nsandboxes 700\nsandboxes/${project} 700\n`,
  );
  await host.sh('cd "$1"; mkdir mine; chmod 755 . mine', host.home);
  assert.equal((await host.run("sweep.sh", "")).code, 0);
  assert.match(await modes(), /^\. 755\n[^]*\nmine 755\n/);
  assert.equal((await host.sh('stat -c %a "$1"', dir)).stdout, "700\n");
});
