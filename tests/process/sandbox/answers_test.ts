import assert from "node:assert/strict";
import { local } from "../../../lib/host/local.ts";
import type { Transport } from "../../../lib/host/transport.ts";
import { missingServices } from "../../../lib/lifecycle/up/pull.ts";
import { hostStateFailure, readHostState } from "../../../lib/lifecycle/host_state.ts";
import type { RunContext } from "../../../lib/lifecycle/run_context.ts";
import { leftRunning } from "../../../lib/sandbox/job.ts";
import { portHolder } from "../../../lib/sandbox/port_holder.ts";
import { SCRIPTS } from "../../../lib/sandbox/scripts.ts";
import { abandonedNotes } from "../../../lib/sandbox/sweep.ts";

/** A host on which `docker` is this script. */
async function withDocker(script: string, use: (host: Transport, directory: string) => Promise<void>) {
  const directory = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${directory}/docker`, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const first = [
      "sh",
      "-c",
      'PATH=$1:$PATH E2E_HOME=$1; export E2E_HOME; shift; exec "$@"',
      "sh",
      directory,
    ] as const;
    await use({ ...local("box"), run: (argv, options) => local().run([...first, ...argv], options) }, directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("portHolder() reports a Docker that does not answer, and not that no container has the port", () =>
  withDocker("echo 'cannot connect' >&2; exit 1", async (host) => {
    assert.equal(
      (await portHolder(host, { port: 8080, own: "" })).name,
      "something unknown (docker ps failed: cannot connect)",
    );
  }));

Deno.test("portHolder() compares the address as well as the port", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 }), { port } = listener.addr;
  const row = (name: string, ports: string) => `${name}\tp-${name}\t\tweb\t${ports}`;
  const rows = [
    row("near", `127.207.43.86:${port}->80/tcp`),
    row("range", `10.0.0.7:${port - 1}-${port + 1}->80-82/tcp, [::1]:${port}->80/tcp`),
  ];
  try {
    await withDocker(`cat "$E2E_HOME/rows"`, async (host, dir) => {
      await Deno.writeTextFile(`${dir}/rows`, rows.join("\n"));
      const holder = async (address?: string, own = "") => (await portHolder(host, { port, address, own })).name;
      assert.equal(await holder("127.0.0.1"), `deno (pid ${Deno.pid})`);
      assert.equal(await holder("127.0.0.1", "p-near"), `deno (pid ${Deno.pid})`);
      assert.match(await holder("127.207.43.86"), /"near"/);
      assert.match(await holder("10.0.0.7"), /"range"/);
      assert.match(await holder("[::1]"), /"range"/);
      assert.match(await holder("0.0.0.0"), /"near"/);
      assert.match(await holder("[::]"), /"range"/);
      assert.match(await holder(), /"near"/);
      await Deno.writeTextFile(`${dir}/rows`, row("all", `0.0.0.0:${port}->80/tcp, :::${port}->80/tcp`));
      assert.match(await holder("127.0.0.1"), /"all"/);
    });
  } finally {
    listener.close();
  }
});

Deno.test("leftRunning() returns undefined, and not an empty list, when the names cannot be read", () =>
  withDocker("", async (transport, dir) => {
    assert.equal(await leftRunning({ transport, project: "e2e-a-1", dir }, "job"), undefined);
    await Deno.mkdir(`${dir}/job`);
    await Deno.writeTextFile(`${dir}/job/left`, "7\tsleep\n");
    assert.deepEqual(await leftRunning({ transport, project: "e2e-a-1", dir }, "job"), ["7 sleep"]);
  }));

Deno.test("missingServices() returns every image as missing when the host does not answer", () =>
  withDocker("exit 0", async (host, dir) => {
    await Deno.mkdir(`${dir}/bin`);
    await Deno.writeTextFile(`${dir}/bin/missing_images.sh`, SCRIPTS["missing_images.sh"]);
    const model = { services: { web: { image: "busybox:stable" }, db: { image: "postgres:15" } } };
    const run = { signal: new AbortController().signal } as RunContext;
    const sandbox = (transport: Transport) => ({ transport, project: "p", dir });
    assert.deepEqual(await missingServices(run, sandbox(host), model), []);
    const silent: Transport = { ...host, run: (argv, options) => host.run(argv, { ...options, timeoutMs: 0 }) };
    assert.deepEqual(await missingServices(run, sandbox(silent), model), ["web", "db"]);
  }));

Deno.test("abandonedNotes() returns the readable notes, names the others, and removes old incomplete ones", () =>
  withDocker("", async (host, home) => {
    await Deno.mkdir(`${home}/abandoned/closed.json`, { recursive: true }); // a file that not even root can read
    await Deno.writeTextFile(`${home}/abandoned/a.json`, "{}");
    await Deno.writeTextFile(`${home}/abandoned/.b.new`, "{");
    await Deno.utime(`${home}/abandoned/.b.new`, 0, 0);
    const { notes, complaint } = await abandonedNotes(host);
    assert.deepEqual(notes.map(({ note }) => note), [`${home}/abandoned/a.json`]);
    assert.match(complaint ?? "", /closed\.json/);
    assert.deepEqual([...Deno.readDirSync(`${home}/abandoned`)].map(({ name }) => name).sort(), [
      "a.json",
      "closed.json",
    ]);
  }));

Deno.test("abandonedNotes() reads the other notes when one is removed meanwhile", () =>
  withDocker("", async (host, home) => {
    await Deno.mkdir(`${home}/abandoned`);
    for (const name of ["a", "b"]) await Deno.writeTextFile(`${home}/abandoned/${name}.json`, '{"at":1}');
    const cat = '#!/bin/sh\n[ "$1" != a.json ] || rm a.json\nexec /bin/cat "$@"\n';
    await Deno.writeTextFile(`${home}/cat`, cat, { mode: 0o755 });
    const { notes, complaint } = await abandonedNotes(host);
    assert.deepEqual([notes.map(({ content }) => content), complaint], [[undefined, { at: 1 }], undefined]);
  }));

Deno.test("readHostState() does not take an answer that comes too late for another engine", () =>
  withDocker(
    `case $1 in
      context) test ! -e "$E2E_HOME/slow" && echo "unix://$E2E_HOME/docker.sock" ;;
      network) echo "bridge 2026-11-24 09:00" ;;
    esac`,
    async (transport, dir) => {
      await Deno.writeTextFile(`${dir}/docker.sock`, "");
      const sandbox = { transport, project: "e2e-a-1", dir }, run = { transport } as RunContext;
      const before = await readHostState(sandbox);
      await Deno.writeTextFile(`${dir}/slow`, "");
      assert.equal(hostStateFailure(run, before, await readHostState(sandbox)), undefined);
      await Deno.remove(`${dir}/slow`);
      await Deno.remove(`${dir}/docker.sock`);
      await Deno.writeTextFile(`${dir}/docker.sock`, "new");
      assert.match(hostStateFailure(run, before, await readHostState(sandbox))?.message ?? "", /was restarted/);
    },
  ));
