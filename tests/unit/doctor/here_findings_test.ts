import assert from "node:assert/strict";
import { type HereFacts, hereFindings } from "../../../lib/doctor/here_findings.ts";

const HEALTHY: HereFacts = {
  ssh: "OpenSSH_9.2p1 Debian-2+deb12u7, OpenSSL 3.0.19 27 Jan 2026",
  rsync: "rsync  version 3.2.7  protocol version 31",
  git: "git version 2.39.5",
  docker: "Docker version 28.2.2+dfsg1, build e6534b4",
  deno: "2.9.6",
  runs: { path: "/home/ana/.local/state/e2e/runs", error: undefined },
  waiting: 0,
  deadSockets: 0,
  unsetSecrets: [],
};

Deno.test("hereFindings() are all ok on a machine that has everything", () => {
  assert.deepEqual(
    hereFindings(HEALTHY).map(({ grade, name, found }) => `${grade} ${name}: ${found}`),
    [
      "ok ssh: 9.2p1",
      "ok rsync: 3.2.7",
      "ok git: 2.39.5",
      "ok Deno: 2.9.6",
      "ok Docker: 28.2.2+dfsg1",
      "ok runs: /home/ana/.local/state/e2e/runs",
      "ok results: none waits",
      "ok connections: nothing is left of earlier ones",
    ],
  );
});

const ROWS: readonly (readonly [name: string, facts: Partial<HereFacts>, wanted: readonly string[]])[] = [
  ["ssh is missing", { ssh: undefined }, ["failure | ssh | not installed |  | sudo apt-get install openssh-client | "]],
  ["ssh is not wanted", { ssh: null }, []],
  ["rsync is missing", { rsync: undefined }, ["failure | rsync | not installed |  | sudo apt-get install rsync | "]],
  ["rsync is too old", { rsync: "rsync  version 2.6.9  protocol version 29" }, [
    "failure | rsync | 2.6.9 | 3.0 or newer | sudo apt-get install rsync | ",
  ]],
  ["rsync is another program", { rsync: "openrsync: protocol version 29" }, [
    "failure | rsync | openrsync: protocol version 29 | 3.0 or newer | sudo apt-get install rsync | ",
  ]],
  ["git is missing", { git: undefined }, [
    "warning | git | not installed: repositories that hold a .git are not sent |  | sudo apt-get install git | ",
  ]],
  ["Docker is missing", { docker: undefined }, []],
  ["Deno is too old", { deno: "2.5.9" }, ["warning | Deno | 2.5.9 | 2.6 or newer | deno upgrade | "]],
  ["runs cannot be stored", { runs: { path: "/r", error: "Permission denied" } }, [
    "failure | runs | /r cannot be written: Permission denied |  | export XDG_STATE_HOME=… names another place | ",
  ]],
  ["results wait", { waiting: 3 }, ["warning | results | 3 wait for the state-hub |  | e2e flush | flush"]],
  ["sockets are left", { deadSockets: 1 }, [
    "warning | connections | 1 directory left of earlier ones |  | e2e doctor --fix | remove-sockets",
  ]],
  ["secrets are not set", { unsetSecrets: ["TOKEN"] }, [
    "failure | secrets | TOKEN is not set |  | export TOKEN=… | ",
  ]],
];

for (const [name, facts, wanted] of ROWS) {
  Deno.test(`hereFindings() grades it when ${name}`, () => {
    const bad = hereFindings({ ...HEALTHY, ...facts }).filter(({ grade }) => grade !== "ok");
    const lines = bad.map(({ grade, name, found, wanted = "", mend = "", fix = "" }) =>
      [grade, name, found, wanted, mend, fix].join(" | ")
    );
    assert.deepEqual(lines, wanted);
  });
}
