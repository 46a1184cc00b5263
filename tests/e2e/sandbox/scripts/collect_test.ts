import assert from "node:assert/strict";
import { readContainers } from "../../../../lib/sandbox/containers.ts";
import { DockerHost, exists, sleeper, until } from "./fixture.ts";

const log = (dir: string, name: string) => Deno.readTextFile(`${dir}/collected/services/${name}.log`);

Deno.test("collect.sh keeps the head and the tail of a long log, for each container of a service", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make();
  const { dir, project } = sandbox;
  const says = (text: string) => sleeper({ command: ["sh", "-c", `${text}; exec sleep 600`] });
  await host.up(sandbox, {
    services: {
      long: says("printf 0123456789; head -c 1000 /dev/zero | tr '\\0' x; echo abcdefghi"),
      exact: says("echo 0123456789abcdefghi"),
      silent: sleeper(),
      two: { ...says("echo two >&2"), deploy: { replicas: 2 } },
    },
  });
  await host.compose(sandbox, "run", "-d", "two", "sh", "-c", "echo one-off");
  const spoken = `for id in $(docker ps -aq --filter "label=com.docker.compose.project=$1"); do
    docker logs "$id" 2>&1 | grep -qa . && docker logs "$id" 2>&1 | tail -c 1 | grep -qx '' && echo "$id"
  done | wc -l`;
  await until("all but one have said their line", async () => (await host.sh(spoken, project)).stdout === "5\n");
  const { code, stderr } = await host.run("collect.sh", dir, project, "20");
  assert.deepEqual([code, stderr], [0, ""]);
  assert.equal(await log(dir, "long"), "0123456789\n… 1000 bytes cut …\nabcdefghi\n");
  assert.deepEqual([await log(dir, "exact"), await log(dir, "silent")], ["0123456789abcdefghi\n", ""]);
  const names = (await Array.fromAsync(Deno.readDir(`${dir}/collected/services`))).map(({ name }) => name);
  assert.deepEqual(names.map((name) => name.replace(/[0-9a-f]{12}/, "ID")).sort(), [
    "exact.log",
    "long.log",
    "silent.log",
    "two-2.log",
    "two-ID.log",
    "two.log",
  ]);
  const two = names.filter((name) => name.startsWith("two"));
  const texts = await Promise.all(two.map((name) => log(dir, name.replace(".log", ""))));
  assert.deepEqual(texts.sort(), ["one-off\n", "two\n", "two\n"]);
  assert.equal((await host.down(sandbox)).code, 0);
});

Deno.test("collect.sh names the services whose logging driver keeps no log, and collects the others", async () => {
  await using host = new DockerHost();
  const sandbox = await host.make();
  const { dir, project } = sandbox;
  await host.up(sandbox, {
    services: {
      liar: sleeper({
        command: ["sh", "-c", "echo configured logging driver does not support reading; exec sleep 600"],
      }),
      mute: sleeper({ logging: { driver: "none" }, deploy: { replicas: 2 } }),
      cut: sleeper({
        logging: { driver: "syslog", options: { "syslog-address": "udp://127.0.0.1:9", "cache-disabled": "true" } },
      }),
    },
  });
  const { code, stdout, stderr } = await host.run("collect.sh", dir, project, "1000");
  assert.deepEqual([code, stderr], [0, ""]);
  assert.deepEqual(stdout.trim().split("\n").sort(), ["cut\tsyslog", "mute\tnone", "mute-2\tnone"]);
  assert.equal(await log(dir, "liar"), "configured logging driver does not support reading\n");
  const names = (await Array.fromAsync(Deno.readDir(`${dir}/collected/services`))).map(({ name }) => name);
  assert.deepEqual(names, ["liar.log"]);
  assert.equal((await host.down(sandbox)).code, 0);
});

Deno.test("containers.sh lists all containers of a project, and none of another", async () => {
  await using host = new DockerHost();
  const [sandbox, empty] = [await host.make(), await host.make()];
  await host.up(sandbox, { services: { web: sleeper(), once: sleeper({ command: ["sh", "-c", "exit 3"] }) } });
  await until("it has ended", async () => (await host.docker("wait", `${sandbox.project}-once-1`)) === "3");
  const { code, stdout } = await host.run("containers.sh", sandbox.dir, sandbox.project);
  assert.equal(code, 0);
  assert.deepEqual(readContainers(stdout).map(({ service, state, exitCode }) => [service, state, exitCode]), [
    ["once", "exited", 3],
    ["web", "running", 0],
  ]);
  assert.equal((await host.run("containers.sh", empty.dir, empty.project)).stdout, "[]\n");
  for (const each of [sandbox, empty]) assert.equal((await host.down(each)).code, 0);
});

Deno.test("containers.sh, collect.sh and sweep.sh exit with 4 when no Engine answers", async () => {
  await using host = new DockerHost();
  const { dir, project } = await host.make();
  host.env.DOCKER_HOST = `unix://${host.root}/nothing`;
  await Deno.writeTextFile(`${dir}/docker.env`, "");
  for (
    const [script, ...args] of [["containers.sh", dir, project], ["collect.sh", dir, project, "10"], [
      "sweep.sh",
      "",
    ]] as const
  ) {
    assert.equal((await host.run(script, ...args)).code, 4, script);
  }
  delete host.env.DOCKER_HOST;
  assert.equal((await host.down({ dir, project })).code, 0);
});

Deno.test("environment_capture.sh writes an environment in time when the login shell hangs", async () => {
  await using host = new DockerHost();
  await Deno.writeTextFile(`${host.root}/.profile`, 'export FROM=profile; [ -n "$ONCE" ] || sleep 600\n');
  host.program("getent", `#!/bin/sh\necho 'root:x:0:0::${host.root}:/bin/sh'\n`);
  const sandbox = await host.make();
  const before = Date.now();
  const { code, stdout } = await host.spawn(["sh", `${sandbox.dir}/bin/in_env.sh`, sandbox.dir, "env"]).ended;
  assert.equal(code, 0);
  assert.ok(Date.now() - before < 25_000);
  assert.ok(await exists(`${sandbox.dir}/login.env`));
  assert.match(stdout, /^PATH=\/usr\/local\/bin:\/usr\/bin:\/bin$/m);
  assert.equal((await host.down(sandbox)).code, 0);
});
