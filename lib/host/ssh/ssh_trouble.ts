import { UserError } from "../../errors.ts";
import type { ExecResult } from "../exec.ts";

/** What a failed ssh connection means: a message, and what to do. */
interface SshTrouble {
  readonly message: string;
  readonly hint: string;
}

/** The message when sshd's MaxSessions are used up. Source: sshd_config(5). */
export const SESSION_REFUSED = /Session open refused by peer/i;
/** The beginning of the message for an account whose login shell does not run our commands. */
export const NO_SHELL = "no POSIX shell:";
/** The beginning of the message for a connection that was not opened in time. */
export const NO_ANSWER = "authentication timed out: no login";

/**
 * Returns ssh's message for a connection that failed, or the account's when it has no POSIX shell. Source: ssh(1), EXIT
 * STATUS.
 */
export function connectionMessage({ code, stdout, stderr }: ExecResult): string {
  const isOurs = code > 127 || stderr.startsWith(NO_SHELL) || /^ssh: command not found/m.test(stderr);
  return isOurs ? stderr : `${NO_SHELL} ${stderr.trim() || stdout.trim()}`;
}

const KNOWN: readonly (readonly [RegExp, string, string])[] = [
  [
    new RegExp(`^${NO_ANSWER}`),
    "its sshd, a proxy or the ssh agent does not answer",
    "ssh -v %h shows the step at which it stops",
  ],
  [
    new RegExp(`^${NO_SHELL}`),
    "its login shell runs no commands of a POSIX shell",
    'ssh %h "echo hello" must print hello and end; check the start-up files there, such as ~/.bashrc, or: chsh -s /bin/sh',
  ],
  [
    /Could not resolve hostname/i,
    "its name cannot be resolved",
    "ssh -G %h shows how ssh reads the name; edit ~/.ssh/config or RAILIANCE01_HOST",
  ],
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|Offending .* key/i,
    "its host key has changed",
    "if the change is expected: ssh-keygen -R %h, then: ssh %h",
  ],
  [
    /Host key verification failed|No .* host key is known/i,
    "its host key is not known",
    "check the key and accept it once: ssh %h",
  ],
  [
    /Permission denied|Too many authentication failures/i,
    "permission denied",
    "ssh -v %h shows which keys are offered; ssh-add adds one to the agent",
  ],
  [/Connection refused/i, "connection refused", "ssh -v %h shows the address and port; is sshd running there?"],
  [
    /timed out|No route to host|Network is unreachable/i,
    "it does not answer",
    "check the host and the network: ping %h",
  ],
  [/^ssh: command not found/m, "ssh is not installed on this machine", "sudo apt-get install openssh-client"],
  [SESSION_REFUSED, "its sshd allows too few sessions per connection", "set MaxSessions 10 in the host's sshd_config"],
  [/too long for Unix domain socket/i, "the path of the connection's socket is too long", "export TMPDIR=/tmp"],
];

/** Returns a UserError (`infra`) for a host that was lost, with ssh's reason. */
export function lostHost(host: string, stderr: string): UserError {
  const { message, hint } = sshTrouble(host, stderr);
  return new UserError(message, { hint, outcome: "infra" });
}

/** Explains ssh's messages when it could not connect to `host`. Source: messages of OpenSSH 9.2. */
export function sshTrouble(host: string, stderr: string): SshTrouble {
  const found = KNOWN.find(([pattern]) => pattern.test(stderr));
  const last = stderr.trim().split("\n").at(-1)?.trim();
  const [, what, hint] = found ??
    [undefined, last ? `ssh reports "${last}"` : "it closed the connection, or stopped answering", "ssh -v %h"];
  return { message: `Cannot reach ${host}: ${what}`, hint: hint.replaceAll("%h", host) };
}
