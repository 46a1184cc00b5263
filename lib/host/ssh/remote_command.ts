import { Buffer } from "node:buffer";
import { quoteArgv } from "../quote.ts";

/**
 * Returns one line that runs `argv` unchanged in the remote user's login shell, whatever shell that is: the line has only
 * letters and a few characters that mean the same in sh, bash, zsh, fish and tcsh. The command runs as a child of sh, so that
 * death by signal n is reported as 128 + n. Needs sh and base64 on the host.
 */
export function remoteCommand(argv: readonly string[]): string {
  return `exec sh -c 'eval "$(printf %s ${
    Buffer.from(`${quoteArgv(argv)}; exit $?`).toString("base64")
  } | base64 -d)"'`;
}
