import assert from "node:assert/strict";
import type { Argv } from "../../../../lib/host/exec.ts";
import * as ssh from "../../../../lib/host/ssh/ssh_argv.ts";
import { remoteCommand } from "../../../../lib/host/ssh/remote_command.ts";

const session = "ssh -F none -S /s -o ControlMaster=no -o ProxyCommand=false -o BatchMode=yes";

Deno.test("masterArgv() opens a connection whose session ends with its standard input", () => {
  const argv = ssh.masterArgv("ana@box", "/s");
  const options =
    "BatchMode=yes ClearAllForwardings=yes ControlPersist=no ForkAfterAuthentication=no PermitLocalCommand=no " +
    "RemoteCommand=none RequestTTY=no SessionType=default StdinNull=no LogLevel=ERROR ConnectTimeout=10 " +
    "ServerAliveInterval=5 ServerAliveCountMax=5";
  const overriding = options.split(" ").flatMap((option) => ["-o", option]);
  assert.deepEqual(argv.slice(0, -3), ["ssh", "-M", "-S", "/s", "-T", ...overriding]);
  assert.deepEqual(argv.slice(-3), ["--", "ana@box", "exec sh -c 'echo e2e-connected; cat; kill $PPID'"]);
});

Deno.test("interactiveArgv() runs a command over the master alone, at a terminal or not", () => {
  const argv = (tty: boolean) => ssh.interactiveArgv("/s", ["docker", "ps"], { tty });
  assert.deepEqual(argv(true), [...session.split(" "), "-t", "e2e", remoteCommand(["docker", "ps"])]);
  assert.equal(argv(false).at(-3), "-T");
});

Deno.test("commandArgv() marks where the command's own output begins", () => {
  const marked = ["sh", "-c", 'echo e2e-command-begins; echo e2e-command-begins >&2; exec "$@"', "sh", "docker", "ps"];
  assert.deepEqual(ssh.commandArgv("/s", ["docker", "ps"]), [
    ...session.split(" "),
    "-T",
    "e2e",
    remoteCommand(marked),
  ]);
});

const CONTROLS: readonly (readonly [argv: Argv, line: string])[] = [
  [ssh.checkArgv("/s"), "ssh -F none -S /s -O check e2e"],
  [ssh.exitArgv("/s"), "ssh -F none -S /s -O exit e2e"],
  [
    ssh.forwardArgv("/s", "127.0.0.1:80", "127.9.9.9:81"),
    "ssh -F none -S /s -L 127.0.0.1:80:127.9.9.9:81 -O forward e2e",
  ],
];
for (const [argv, line] of CONTROLS) {
  Deno.test(`the control command is "${line}"`, () => assert.equal(argv.join(" "), line));
}

Deno.test("rsyncOptions() uses the master, and skips what comes before the mark", () => {
  assert.match(
    ssh.rsyncOptions("/s").join("\n"),
    /^--rsh=sh -c 'ssh -F none -S \/s .*\n--rsync-path=echo e2e-command-begins; rsync$/,
  );
});
