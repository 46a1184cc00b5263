import assert from "node:assert/strict";
import { ask, type Report } from "./ask.ts";
import { DockerHost, sleeper, until } from "./fixture.ts";

const shell = (command: string, more: object = {}) =>
  sleeper({ command: ["sh", "-c", command], volumes: ["data:/data"], ...more });
const looping = (command: string) => shell(`echo begins; sleep 0.2; ${command}`, { restart: "on-failure" });
const WEB = ["web", "http", "http://127.0.0.1:1/", "42"];
const OF_WEB = [...WEB, "-", "web", "-", "-"];

/** How the check "web" ends while a container ends again and again. */
const LOOPS = {
  "nothing else changes": {
    services: { web: looping('echo "no config" >&2; exit 3'), db: sleeper() },
    check: ["web", "http", "http://127.0.0.1:1/", "300", "-", "web", "-", "-"],
    ends: "ended early",
  },
  "another service writes to its log": {
    services: { web: looping("exit 3"), db: shell("while :; do echo migrating; sleep 4; done") },
    check: OF_WEB,
    ends: "late",
  },
  "the exit code changes": {
    services: { web: looping("n=3; [ ! -e /n ] || read n </n; echo $$((7 - n)) >/n; exit $$n"), db: sleeper() },
    check: OF_WEB,
    ends: "late",
  },
  "the check asks another service, which starts up": {
    services: { worker: looping("exit 3"), web: sleeper() },
    check: OF_WEB,
    ends: "late",
  },
  "the container ends until another is ready": {
    services: {
      web: looping("[ -e /data/up ] || exit 1; exec sleep 600"),
      db: shell("sleep 12; touch /data/up; exec sleep 600"),
    },
    check: ["web", "service", "web", "120"],
    ends: "ok",
  },
  "the check waits for the container itself": {
    services: { web: looping("exit 7") },
    check: ["web", "service", "web", "20"],
    ends: "late",
  },
  "its limited restarts are used up": {
    services: { web: shell("exit 7", { restart: "on-failure:2" }) },
    check: WEB,
    ends: "exited",
  },
};

/** Waits until Docker has started the service "web" again. */
async function restarted(host: DockerHost, project: string): Promise<void> {
  const restarts = () => host.docker("inspect", "--format", "{{.RestartCount}}", `${project}-web-1`);
  await until("the container was restarted", async () => await restarts() !== "0");
}

function ending({ code, lines }: Report): string {
  const status = lines.find(([, status = ""]) => ["late", "exited"].includes(status))?.[1];
  return code === 0 ? "ok" : status ?? "ended early";
}

Deno.test("ready.sh ends early only when a container ends with one error again and again, and nothing else changes", async () => {
  await using host = new DockerHost();
  const found = await Promise.all(
    Object.entries(LOOPS).map(async ([name, { services, check }]) => {
      const sandbox = await host.make({ leaseS: 600 });
      await host.up(sandbox, { services, volumes: { data: {} } });
      if (check[1] === "service") await restarted(host, sandbox.project);
      const report = await ask(host, sandbox, [check]);
      assert.equal((await host.down(sandbox)).code, 0);
      return [name, report] as const;
    }),
  );
  assert.deepEqual(
    found.map(([name, report]) => [name, ending(report)]),
    Object.entries(LOOPS).map(([name, { ends }]) => [name, ends]),
  );
  const { lines } = found[0]?.[1] ?? { lines: [] };
  assert.match(lines.find(([, status]) => status === "restarted")?.[2] ?? "", /^\d+ 3 no config$/);
  assert.match(lines.find(([, status]) => status === "loops")?.[2] ?? "", /^\d+ 3$/);
});
