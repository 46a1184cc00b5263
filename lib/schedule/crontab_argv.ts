import facts from "./scripts/cron_facts.sh" with { type: "text" };
import read from "./scripts/crontab_read.sh" with { type: "text" };
import swap from "./scripts/crontab_swap.sh" with { type: "text" };
import runAsCron from "./scripts/run_as_cron.sh" with { type: "text" };
import type { Argv } from "../host/exec.ts";

/** Reads what a schedule needs from a host. `dir` is a checkout, relative to the home directory; "" for none. */
export function cronFactsArgv(dir: string): Argv {
  return ["sh", "-c", facts, "cron_facts.sh", dir, read];
}

/**
 * Replaces the crontab by standard input, `bytes` long, if its SHA-256 is still `old`; "none" for a missing crontab.
 */
export function crontabSwapArgv(old: string, bytes: number): Argv {
  return ["sh", "-c", swap, "crontab_swap.sh", old, `${bytes}`, read];
}

/** Runs a command of a crontab as cron does, with these variables only. Source: crontab(5). */
export function runAsCronArgv(command: string, environment: Readonly<Record<string, string>>): Argv {
  const { SHELL = "/bin/sh", ...more } = environment;
  const settings = Object.entries({ SHELL, ...more }).map(([name, value]) => `${name}=${value}`);
  return ["sh", "-c", runAsCron, "run_as_cron.sh", ...settings, SHELL, "-c", command];
}
