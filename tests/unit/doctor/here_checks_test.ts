import assert from "node:assert/strict";
import type { Finding } from "../../../lib/doctor/finding.ts";
import { CHECKS } from "../../../lib/doctor/here_checks.ts";

const { ssh, rsync, git, deno, docker, runs, results, connections, secrets } = CHECKS;

const ROWS: readonly (readonly [name: string, findings: readonly Finding[], expected: readonly string[]])[] = [
  ["ssh is installed", ssh.findings("OpenSSH_9.2p1 Debian-2+deb12u7, OpenSSL 3.0.19 27 Jan 2026"), [
    "ok | ssh | 9.2p1",
  ]],
  ["ssh is missing", ssh.findings(undefined), ["failure | ssh | not installed | sudo apt-get install openssh-client"]],
  ["ssh is not needed", ssh.findings(null), []],
  ["rsync is installed", rsync.findings("rsync  version 3.2.7  protocol version 31"), ["ok | rsync | 3.2.7"]],
  ["rsync is missing", rsync.findings(undefined), ["failure | rsync | not installed | sudo apt-get install rsync"]],
  ["rsync is too old", rsync.findings("rsync  version 2.6.9  protocol version 29"), [
    "failure | rsync | 2.6.9 | 3.0 or newer | sudo apt-get install rsync",
  ]],
  ["rsync is another program", rsync.findings("openrsync: protocol version 29"), [
    "failure | rsync | openrsync: protocol version 29 | 3.0 or newer | sudo apt-get install rsync",
  ]],
  ["git is installed", git.findings("git version 2.39.5"), ["ok | git | 2.39.5"]],
  ["git is missing", git.findings(undefined), [
    "warning | git | not installed (cannot send repositories with a .git) | sudo apt-get install git",
  ]],
  ["Docker is installed", docker.findings("Docker version 28.2.2+dfsg1, build e6534b4"), [
    "ok | Docker | 28.2.2+dfsg1",
  ]],
  ["Docker is missing", docker.findings(undefined), ["ok | Docker | not installed (e2e check skips the compose file)"]],
  ["Deno is new", deno.findings("2.9.6"), ["ok | Deno | 2.9.6"]],
  ["Deno is too old", deno.findings("2.5.9"), ["warning | Deno | 2.5.9 | 2.6 or newer | deno upgrade"]],
  ["runs can be stored", runs.findings({ path: "/r", error: undefined }), ["ok | runs | /r"]],
  ["runs cannot be stored", runs.findings({ path: "/r", error: "Permission denied" }), [
    "failure | runs | /r cannot be written: Permission denied | export XDG_STATE_HOME=… to use another directory",
  ]],
  ["all results are delivered", results.findings(0), ["ok | results | no undelivered results"]],
  ["results are undelivered", results.findings(3), ["warning | results | 3 undelivered results | e2e flush | flush"]],
  ["no sockets are left", connections.findings(0), ["ok | connections | no leftover sockets"]],
  ["sockets are left", connections.findings(1), [
    "warning | connections | 1 leftover socket directory | e2e doctor --fix | remove-sockets",
  ]],
  ["secrets are not set", secrets.findings(["TOKEN"]), ["failure | secrets | TOKEN is not set | export TOKEN=…"]],
];

for (const [name, findings, expected] of ROWS) {
  Deno.test(`the checks of this machine report when ${name}`, () => {
    const lines = findings.map(({ grade, name, found, wanted, mend, fix }) =>
      [grade, name, found, wanted, mend, fix].filter((part) => part !== undefined).join(" | ")
    );
    assert.deepEqual(lines, expected);
  });
}
