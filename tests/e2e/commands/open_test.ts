import assert from "node:assert/strict";
import { startSshd } from "../../../tools/lab/sshd.ts";
import { webCompose, webRepository, World } from "../fixture.ts";

/** Keeps a sandbox with a web server and a service without ports. Returns the short id. */
async function keep(world: World, host: string): Promise<string> {
  const quiet = "  quiet:\n    image: busybox:stable\n    init: true\n    command: sleep 600\n";
  const repository = await world.repository(webRepository({}, webCompose(quiet)));
  const { code, stderr } = await world.run([repository, "--keep", "--host", host]);
  assert.equal(code, 0, stderr);
  return (await world.result()).project.slice(-8);
}

Deno.test("e2e open opens tunnels by ssh, again after a lost connection, until Ctrl-C or until the sandbox is removed", async () => {
  await using world = new World();
  await using sshd = await startSshd({
    server: `SetEnv E2E_HOME=${world.home}\n`,
    client: "  ClearAllForwardings yes\n",
  });
  const host = ["--host", sshd.host], id = await keep(world, sshd.host);
  const open = world.start(["open", id, ...host]);
  await open.says("are open until Ctrl-C");
  const fetched = async (at: string) => await (await fetch(`${at}/`)).text();
  const [, at] = /^web 8080 → (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(open.printed()) ?? [];
  assert.ok(at !== undefined, open.printed());
  assert.equal(await fetched(at), "hello\n");
  await sshd.stop();
  await sshd.start();
  await open.says("opening it again");
  await world.until("it is open again", async () => await fetched(at).catch(() => "") === "hello\n");
  Deno.kill(open.pid, "SIGINT");
  assert.equal((await open.ended).code, 0);

  const again = world.start(["open", "web", "web", ...host]);
  await again.says("are open until Ctrl-C");
  assert.equal((await world.run(["down", id, ...host])).code, 0);
  const { code, stderr } = await again.ended;
  assert.deepEqual([code, / was removed\nhint: e2e ps/.test(stderr)], [2, true], stderr);
});

Deno.test("e2e open prints the addresses on this machine, and the services that have any", async () => {
  await using world = new World();
  const id = await keep(world, "local"), { isolation } = await world.result();
  const { code, stdout } = await world.run(["open", id, "--host", "local"]);
  assert.deepEqual([code, stdout], [0, `web 8080 → http://${isolation.published.E2E_WEB_8080}\n`]);
  const none = await world.run(["open", id, "quiet", "--host", "local"]);
  assert.equal(none.code, 2);
  assert.match(
    none.stderr,
    /^No service "quiet" of e2e-web-\w{8} has a published TCP port \(services with published ports: web\)\nhint: /,
  );
  assert.equal((await world.run(["down", id, "--host", "local"])).code, 0);
});
