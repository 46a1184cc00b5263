import { tabRows } from "../../files/tab_rows.ts";
import type { CheckAnswer } from "../../result/event.ts";
import { count } from "../../result/words.ts";

/** A line of `ready.sh`. With `exited`, `restarted` and `loops` the name is a service's, else a check's. */
type ReadyLine = Omit<CheckAnswer, "status"> & { readonly status: CheckAnswer["status"] | "loops" };

const STATUSES: readonly ReadyLine["status"][] = ["ok", "wait", "late", "exited", "restarted", "loops"];

/** Parses a line of `ready.sh`: name, status, last answer, attempts, milliseconds. Returns undefined for any other line. */
export function readyLine(line: string): ReadyLine | undefined {
  const [name = "", word, answer = "", attempts = "0", ms = "0"] = tabRows(line)[0] ?? [];
  const status = STATUSES.find((each) => each === word);
  return status === undefined ? undefined : { name, status, answer, attempts: Number(attempts), ms: Number(ms) };
}

/** How often a service was restarted, and how it ended the last time. */
export interface Restarts {
  readonly service: string;
  readonly restarts: number;
  /** The exit code; `?` when it is not known. */
  readonly code: string;
  /** The last line of its errors, else of its output; empty if it wrote nothing. */
  readonly lastLine: string;
}

/** A longer line is left out: a secret that is cut in two cannot be masked. */
const MAX_LINE = 500;

/** Parses the answer of a `restarted` or `loops` line: restarts, exit code, last line of the log. */
export function readRestarts(service: string, answer: string): Restarts {
  const [, restarts, code = "?", line = ""] = /^(\d+) (\S+) ?(.*)$/.exec(answer) ?? [];
  return { service, restarts: Number(restarts ?? 0), code, lastLine: quotable(line) };
}

/** Returns a line as it may be quoted; empty if it is too long. */
export function quotable(line: string): string {
  return line.length > MAX_LINE ? "" : line.trim();
}

/** Describes how a service ends again and again: `code 3 (4 restarts): "no config"`. */
export function restartWords({ restarts, code, lastLine }: Restarts): string {
  return `code ${code} (${count(restarts, "restart", "restarts")})${lastLine === "" ? "" : `: "${lastLine}"`}`;
}

/** Says that the checks ended before their time limits, because only restarts happened. */
export function gaveUpWords(ms: number): string {
  return `gave up after ${
    Math.round(ms / 1000)
  } s, before the checks' time limits: for 30 s only these restarts happened`;
}
