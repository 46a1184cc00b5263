import { Buffer } from "node:buffer";
import type { Argv } from "../exec.ts";

/**
 * A line that a session prints when its command begins. What stands before it is what the user's start-up files say: bash
 * reads ~/.bashrc for every command that comes over ssh. Source: bash(1), INVOCATION.
 */
const MARK = "e2e-command-begins";
const LINE = `${MARK}\n`;

/** Runs `argv` behind the mark, on standard output and standard error. */
export function marked(argv: Argv): Argv {
  return ["sh", "-c", `echo ${MARK}; echo ${MARK} >&2; exec "$@"`, "sh", ...argv];
}

/** What a command itself wrote; all of the text where the mark is missing, which is ssh's own word. */
export function textBehindMark(text: string): string {
  const at = text.indexOf(LINE);
  return at < 0 ? text : text.slice(at + LINE.length);
}

/** Passes on what a command itself writes. */
export function behindMark(onChunk: (chunk: Uint8Array) => void): (chunk: Uint8Array) => void {
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

/** rsync's remote shell, `ssh` with options, and what it runs there: rsync, its protocol without what comes before it. */
export function markedRsync(ssh: string): readonly string[] {
  const behind = `while IFS= read -r line; do case $line in *${MARK}) exec cat ;; esac; done`;
  return [`--rsh=sh -c '${ssh} "$@" | { ${behind}; }' ssh`, `--rsync-path=echo ${MARK}; rsync`];
}
