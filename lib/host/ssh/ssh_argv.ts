import type { Argv } from "../exec.ts";
import { printMarkFirst, quietRsyncOptions } from "./login_noise.ts";
import { remoteCommand } from "./remote_command.ts";

/** A dead peer is noticed after INTERVAL_S · COUNT. */
const INTERVAL_S = 5, COUNT = 5;
const CONNECT_S = 10;

/** Options of the master that override the user's ssh config. Source: ssh_config(5). */
const MASTER_OPTIONS = [
  "BatchMode=yes",
  "ClearAllForwardings=yes",
  "ControlPersist=no",
  "ForkAfterAuthentication=no",
  "PermitLocalCommand=no",
  "RemoteCommand=none",
  "RequestTTY=no",
  "SessionType=default",
  "StdinNull=no",
  "LogLevel=ERROR",
  `ConnectTimeout=${CONNECT_S}`,
  `ServerAliveInterval=${INTERVAL_S}`,
  `ServerAliveCountMax=${COUNT}`,
];

/** What the master's session prints when the connection is open and the account has a POSIX shell. */
export const CONNECTED = "e2e-connected";

/**
 * Opens the connection that all sessions share. Its session reads standard input; at the end of that it kills this
 * connection's sshd, and so all its sessions.
 */
export function masterArgv(destination: string, socket: string): Argv {
  const session = `exec sh -c 'echo ${CONNECTED}; cat; kill $PPID'`;
  const options = MASTER_OPTIONS.flatMap((option) => ["-o", option]);
  return ["ssh", "-M", "-S", socket, "-T", ...options, "--", destination, session];
}

/** Runs a command in a session of the connection. Its output is marked, see `login_noise.ts`. */
export function commandArgv(socket: string, argv: Argv): Argv {
  return sessionArgv(socket, "-T", printMarkFirst(argv));
}

/** Runs an interactive command, with or without a terminal. */
export function interactiveArgv(socket: string, argv: Argv, { tty }: { readonly tty: boolean }): Argv {
  return sessionArgv(socket, tty ? "-t" : "-T", argv);
}

/** The options that make rsync use the connection. */
export function rsyncOptions(socket: string): readonly string[] {
  return quietRsyncOptions(["ssh", ...sessionOptions(socket)].join(" "));
}

/** Checks whether the connection is open. Source: ssh(1), -O. */
export function checkArgv(socket: string): Argv {
  return controlArgv(socket, "check");
}

/** Forwards `from`, `address:port` of this machine, to `to`, `address:port` of the host. */
export function forwardArgv(socket: string, from: string, to: string): Argv {
  return controlArgv(socket, "forward", "-L", `${from}:${to}`);
}

/** Ends the connection. */
export function exitArgv(socket: string): Argv {
  return controlArgv(socket, "exit");
}

function controlArgv(socket: string, word: "check" | "exit" | "forward", ...options: readonly string[]): Argv {
  return ["ssh", "-F", "none", "-S", socket, ...options, "-O", word, "e2e"];
}

function sessionArgv(socket: string, tty: "-T" | "-t", argv: readonly string[]): Argv {
  return ["ssh", ...sessionOptions(socket), tty, "e2e", remoteCommand(argv)];
}

/** Without the master a session fails: it must not open a connection of its own. */
function sessionOptions(socket: string): readonly string[] {
  return ["-F", "none", "-S", socket, "-o", "ControlMaster=no", "-o", "ProxyCommand=false", "-o", "BatchMode=yes"];
}
