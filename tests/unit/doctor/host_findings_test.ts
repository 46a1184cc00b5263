import assert from "node:assert/strict";
import { tabValues } from "../../../lib/files/tab_rows.ts";
import { hostFindings } from "../../../lib/doctor/host_findings.ts";
import { LOGIN_MEND } from "../../../lib/sandbox/host_facts.ts";

const HEALTHY: Readonly<Record<string, string>> = {
  time: "1700000000.5",
  user: "ana",
  shell: "/bin/bash",
  system: "Linux 6.1 x86_64, Debian GNU/Linux 12",
  rsync: "rsync  version 3.2.7  protocol version 31",
  git: "git version 2.39.5",
  memory_kb: "8000000",
  home: "/home/ana/.e2e",
  home_state: "exists",
  home_kb: "20000000",
  home_inodes: "1000000",
  docker_root: "/var/lib/docker",
  docker_root_kb: "20000000",
  docker_root_inodes: "1000000",
  networks: "3",
  build_cache: "569.4MB",
  engine: "20.10.24",
  compose: "2.26.1-4",
  abandoned: "0",
  undelivered: "0",
  cron: "running",
  kill_user_processes: "b false",
  login: "asked",
  program: "/usr/bin/python",
};

/** The findings of a healthy host with some other answers; "" for an unknown one. */
function found(more: Readonly<Record<string, string>> = {}, clockOffMs = 0) {
  const answers = Object.entries({ ...HEALTHY, ...more }).filter(([, value]) => value !== "");
  const text = answers.flatMap(([name, values]) => values.split("\n").map((value) => `${name}\t${value}\n`)).join("");
  return hostFindings(tabValues(text), { host: "lab", clockOffMs, program: "python" });
}

Deno.test("hostFindings() are all ok on a healthy host", () => {
  assert.deepEqual(
    found().map(({ name, grade, found }) => `${grade} ${name}: ${found}`),
    [
      "ok system: Linux 6.1 x86_64, Debian GNU/Linux 12",
      "ok login shell: /bin/bash",
      "ok programs: all installed",
      "ok rsync: 3.2.7",
      "ok git: 2.39.5",
      "ok E2E_HOME: /home/ana/.e2e",
      "ok clock: same as this machine",
      "ok cron: running",
      "ok background processes: survive a lost connection",
      "ok Docker: 20.10.24",
      "ok Docker Compose: 2.26.1-4",
      "ok networks: room for 28 more in the address pools",
      "ok build cache: 569.4MB",
      "ok disk of /home/ana/.e2e: 20.0 GB free",
      "ok inodes of /home/ana/.e2e: 1,000,000 free",
      "ok disk of /var/lib/docker: 20.0 GB free",
      "ok inodes of /var/lib/docker: 1,000,000 free",
      "ok memory: 8.0 GB free",
      "ok sandboxes: 0 sandboxes",
      "ok leftovers: none",
      "ok interrupted runs: no unreported runs",
      "ok native results: no undelivered results",
      "ok test_command: /usr/bin/python",
    ],
  );
});

const SANDBOX = { dir: "/", watched: false, expired: false, lease_s: 60, lease_age_s: 5, keep_until: null, run: null };
const sandbox = (more: object) => JSON.stringify({ project: "e2e-a-1", ...SANDBOX, ...more });
const GC = "e2e gc --host lab removes expired sandboxes; ssh lab docker system df shows what Docker uses";

/** The findings that are not ok: grade, name, found, wanted, mend, fix. */
const ROWS:
  readonly (readonly [name: string, answers: Readonly<Record<string, string>>, expected: readonly string[]])[] = [
    ["the build cache is large", { build_cache: "20.1GB" }, [
      "warning | build cache | 20.1GB |  | e2e gc --host lab --build-cache 10GB | ",
    ]],
    ["Docker's disk is nearly full", { docker_root_kb: "900000" }, [
      "warning | build cache | 569.4MB |  | e2e gc --host lab --build-cache 0 | ",
      "warning | disk of /var/lib/docker | 900 MB free | at least 1.0 GB | ssh lab docker system df shows what to prune | ",
    ]],
    ["the sandboxes cannot be listed", { unlisted: "/home/ana/.e2e/sandboxes" }, [
      "warning | sandboxes | /home/ana/.e2e/sandboxes cannot be read |  | ls -ld /home/ana/.e2e/sandboxes | ",
    ]],
    ["Docker is missing", { missing: "docker" }, [
      "failure | Docker | not installed |  | see https://docs.docker.com/engine/install/ | ",
    ]],
    ["programs are missing", { missing: "flock\nrsync", rsync: "" }, [
      "failure | programs | missing: flock, rsync |  | sudo apt-get install util-linux rsync | ",
    ]],
    ["rsync is too old", { rsync: "rsync  version 2.6.9  protocol version 29" }, [
      "failure | rsync | 2.6.9 | 3.0 or newer | sudo apt-get install rsync | ",
    ]],
    ["the login shell hangs", { login_trouble: "its login shell /bin/bash did not run a command within 15 s" }, [
      `failure | login shell | its login shell /bin/bash did not run a command within 15 s |  | ${LOGIN_MEND} | `,
    ]],
    ["git is missing", { git: "" }, [
      "warning | git | not installed (only e2e-host needs it) |  | sudo apt-get install git | ",
    ]],
    ["the home cannot be written", { home_state: "read-only" }, [
      'failure | E2E_HOME | /home/ana/.e2e cannot be written |  | ls -ld /home/ana/.e2e; sudo chown "$USER" /home/ana/.e2e | ',
    ]],
    ["cron is stopped", { cron: "stopped" }, [
      "warning | cron | not running (no scheduled runs) |  | sudo systemctl enable --now cron | ",
    ]],
    ["cron is stopped on a host without systemd", { cron: "stopped", init: "sh" }, [
      "warning | cron | not running (no scheduled runs) |  | sudo service cron start | ",
    ]],
    ["cron is missing", { cron: "missing" }, [
      "warning | cron | not installed (no scheduled runs) |  | sudo apt-get install cron | ",
    ]],
    ["crontab is refused", { crontab: "You (ana) are not allowed to use this program (crontab)" }, [
      'warning | cron | You (ana) are not allowed to use this program (crontab) |  | on lab: echo "$USER" | sudo tee -a /etc/cron.allow | ',
    ]],
    ["logind ends what a connection started", { kill_user_processes: "b true" }, [
      "warning | background processes | end with the connection (a lost connection ends a run) |  | set KillUserProcesses=no in /etc/systemd/logind.conf, then: sudo systemctl restart systemd-logind | ",
    ]],
    ["logind spares root", { kill_user_processes: "b true", user: "root" }, []],
    ["the engine is stopped", { engine: "", engine_error: "Cannot connect to the Docker daemon" }, [
      "failure | Docker | Cannot connect to the Docker daemon |  | sudo systemctl start docker | ",
    ]],
    ["the engine is stopped on a host without systemd", { engine: "", engine_error: "Cannot connect", init: "sh" }, [
      "failure | Docker | Cannot connect |  | sudo service docker start | ",
    ]],
    ["the user has no permission", { engine: "", engine_error: "permission denied while trying to connect" }, [
      'failure | Docker | permission denied while trying to connect |  | sudo usermod -aG docker "$USER", then log in again | ',
    ]],
    ["Compose is too old", { compose: "2.21.0" }, [
      "failure | Docker Compose | 2.21.0 | 2.22 or newer | see https://docs.docker.com/compose/install/ | ",
    ]],
    ["networks run out", { networks: "27" }, [
      "warning | networks | room for 4 more in the address pools | at least 5 | docker network prune, or larger default-address-pools in /etc/docker/daemon.json | ",
    ]],
    ["networks are used up", { networks: "9", pools: "10.0.0.0/21 24," }, [
      "failure | networks | room for 0 more in the address pools | at least 5 | docker network prune, or larger default-address-pools in /etc/docker/daemon.json | ",
    ]],
    ["the disk is full", { home_kb: "19999" }, [
      `failure | disk of /home/ana/.e2e | 20 MB free | at least 1.0 GB | ${GC} | `,
    ]],
    ["the disk is nearly full", { home_kb: "900000" }, [
      `warning | disk of /home/ana/.e2e | 900 MB free | at least 1.0 GB | ${GC} | `,
    ]],
    ["inodes are used up", { docker_root_inodes: "12" }, [
      "failure | inodes of /var/lib/docker | 12 free | at least 10,000 | ssh lab docker system df shows what to prune | ",
    ]],
    ["a disk counts no inodes", { home_inodes: "" }, []],
    ["memory is short", { memory_kb: "100000" }, [
      "warning | memory | 100 MB free | at least 500 MB | ps aux --sort=-rss | head shows what uses it | ",
    ]],
    ["no sandbox is expired", { sandbox: `${sandbox({})}\n${sandbox({ watched: true, lease_age_s: 90 })}` }, []],
    ["a sandbox is expired", { sandbox: sandbox({ expired: true }) }, [
      "warning | sandboxes | 1 expired: e2e-a-1 |  | e2e gc --host lab | gc",
    ]],
    ["a project has no directory", { leftover: "e2e-a-1\ne2e-b-2" }, [
      "warning | leftovers | 2 without a directory: e2e-a-1, e2e-b-2 |  | e2e gc --host lab | gc",
    ]],
    ["interrupted runs are unreported", { abandoned: "1" }, [
      "warning | interrupted runs | 1 unreported run |  | e2e gc --host lab | gc",
    ]],
    ["results of native runs are undelivered", { undelivered: "2" }, [
      "warning | native results | 2 undelivered results |  | ssh lab '~/.e2e/bin/e2e-host flush' | ",
    ]],
    ["the program is not found", { program: "" }, [
      'failure | test_command | "python" not found in the login environment |  | install it on the host, or add its directory to PATH in ~/.profile | ',
    ]],
    ["the login environment does not answer", { program: "", login: "" }, []],
  ];

for (const [name, answers, expected] of ROWS) {
  Deno.test(`hostFindings() reports when ${name}`, () => {
    const bad = found(answers).filter(({ grade }) => grade !== "ok");
    const lines = bad.map(({ grade, name, found, wanted = "", mend = "", fix = "" }) =>
      [grade, name, found, wanted, mend, fix].join(" | ")
    );
    assert.deepEqual(lines, expected);
  });
}

Deno.test("hostFindings() is ok without a home, and offers to create it", () => {
  const home = found({ home_state: "missing" }).find(({ name }) => name === "E2E_HOME");
  assert.deepEqual([home?.grade, home?.fix], ["ok", "make-home"]);
});

for (
  const [offMs, expected] of [[2_000, []], [3_600_000, ["1 h 0 min ahead of this machine"]], [-2_001, [
    "2.0 s behind this machine",
  ]]] as const
) {
  Deno.test(`hostFindings() grades a clock that is ${offMs} ms off`, () => {
    const off = found({}, offMs).filter(({ grade }) => grade === "warning");
    assert.deepEqual(off.map(({ found }) => found), expected);
  });
}
