import { Buffer } from "node:buffer";
import type { Argv } from "../exec.ts";

/**
 * The line that a session prints just before its command starts. Output before that line is login noise: what the user's
 * start-up files print, because bash reads ~/.bashrc for every command that comes over ssh. Source: bash(1), INVOCATION.
 */
const MARK = "e2e-command-begins";
const LINE = `${MARK}\n`;

/** Runs `argv` after printing the mark to standard output and to standard error. */
export function printMarkFirst(argv: Argv): Argv {
  return ["sh", "-c", `echo ${MARK}; echo ${MARK} >&2; exec "$@"`, "sh", ...argv];
}

/** Removes login noise from output. Without the mark all of it is returned: then ssh itself wrote it. */
export function withoutLoginNoise(output: string): string {
  const at = output.indexOf(LINE);
  return at < 0 ? output : output.slice(at + LINE.length);
}

/** Returns a function that passes on the chunks of a stream without login noise. */
export function dropLoginNoise(onChunk: (chunk: Uint8Array) => void): (chunk: Uint8Array) => void {
  let before: Buffer | undefined = Buffer.alloc(0);
  return (chunk) => {
    if (before === undefined) return onChunk(chunk);
    before = Buffer.concat([before, chunk]);
    const at = before.indexOf(LINE);
    if (at < 0) return;
    const own = before.subarray(at + LINE.length);
    before = undefined;
    if (own.length > 0) onChunk(own);
  };
}

/**
 * Builds rsync's options for a remote shell, an `ssh` command line, so that login noise does not get into its protocol.
 */
export function quietRsyncOptions(ssh: string): readonly string[] {
  const afterMark = `while IFS= read -r line; do case $line in *${MARK}) exec cat ;; esac; done`;
  return [`--rsh=sh -c '${ssh} "$@" | { ${afterMark}; }' ssh`, `--rsync-path=echo ${MARK}; rsync`];
}
