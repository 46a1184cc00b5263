import { UserError } from "../../errors.ts";
import type { ExecResult } from "../exec.ts";

/** What an ssh that could not connect says: what was found, and what to type. */
export interface SshTrouble {
  readonly message: string;
  readonly hint: string;
}

/** What sshd says when its MaxSessions are used up. Source: sshd_config(5). */
export const SESSION_REFUSED = /Session open refused by peer/i;
/** What stands in front of what an account says that has no POSIX shell. */
const NO_SHELL = /^no POSIX shell: /;

/** The words of ssh, or those of an account that logs in and has no POSIX shell to run a command. Source: ssh(1), EXIT STATUS. */
export function noConnectionWords({ code, stdout, stderr }: ExecResult): string {
  return code >= 127 ? stderr : `no POSIX shell: ${stderr.trim() || stdout.trim()}`;
}

const KNOWN: readonly (readonly [RegExp, string, string])[] = [
  [
    /Could not resolve hostname/i,
    "its name cannot be resolved",
    "ssh -G %h shows what ssh makes of the name; edit ~/.ssh/config or RAILIANCE01_HOST",
  ],
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|Offending .* key/i,
    "its host key has changed",
    "if that is meant: ssh-keygen -R %h, then: ssh %h",
  ],
  [
    /Host key verification failed|No .* host key is known/i,
    "its host key is not known",
    "look at it and accept it once with: ssh %h",
  ],
  [
    /Permission denied|Too many authentication failures/i,
    "permission is denied",
    "ssh -v %h shows which keys are offered; ssh-add adds one to the agent",
  ],
  [/Connection refused/i, "the connection is refused", "is sshd running there? ssh -v %h shows the address and port"],
  [
    /timed out|No route to host|Network is unreachable/i,
    "it does not answer",
    "is it on, and the network up? ping %h",
  ],
  [
    /^ssh: command not found/m,
    "ssh is not installed on this machine",
    "sudo apt-get install openssh-client",
  ],
  [
    NO_SHELL,
    "its login shell runs no commands of a POSIX shell",
    "ssh %h true must say nothing; chsh gives the account another login shell",
  ],
  [
    SESSION_REFUSED,
    "its sshd allows too few sessions on a connection",
    "MaxSessions 10 in the host's sshd_config",
  ],
  [/too long for Unix domain socket/i, "the path of the connection's socket is too long", "export TMPDIR=/tmp"],
];

/** What is told of a host that is lost: a UserError (`infra`) with ssh's reason. */
export function lostHost(host: string, stderr: string): UserError {
  const { message, hint } = sshTrouble(host, stderr);
  return new UserError(message, { hint, outcome: "infra" });
}

/** Reads what ssh said when it could not connect to `host`. Source: messages of OpenSSH 9.2. */
export function sshTrouble(host: string, stderr: string): SshTrouble {
  const found = KNOWN.find(([pattern]) => pattern.test(stderr));
  const last = stderr.trim().split("\n").at(-1)?.trim();
  const [, what, hint] = found ?? [undefined, `ssh says: ${last || "nothing"}`, "ssh -v %h"];
  return { message: `Cannot reach ${host}: ${what}`, hint: hint.replaceAll("%h", host) };
}
