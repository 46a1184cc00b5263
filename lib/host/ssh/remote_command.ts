import { Buffer } from "node:buffer";
import { quoteArgv } from "../quote.ts";

/**
 * One line for the remote user's login shell, whichever that is, that runs `argv` as it is: the shell sees only letters and
 * a few characters that mean the same in sh, bash, zsh, fish and tcsh. The
 * command stays a child of that sh, so that death by a signal comes back as 128 + n. Needs sh and base64 on the host.
 */
export function remoteCommand(argv: readonly string[]): string {
  return `exec sh -c 'eval "$(printf %s ${
    Buffer.from(`${quoteArgv(argv)}; exit $?`).toString("base64")
  } | base64 -d)"'`;
}
