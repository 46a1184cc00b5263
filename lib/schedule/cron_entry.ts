import { UserError } from "../errors.ts";
import { quoteArgv } from "../host/quote.ts";

/** What is to be run by itself. */
export interface CronEntry {
  readonly slug: string;
  /** Five cron fields. */
  readonly cron: string;
  /** The checkout on the host. */
  readonly dir: string;
  /** The binary on the host. */
  readonly binary: string;
  readonly jitterMs: number;
}

/** A cron(8) of Debian takes no longer line. Source: cron's cron.h, MAX_COMMAND. */
const MAX_COMMAND = 998;
const DAILY = "41 5 * * *", WAIT = "10m";

/** The lines of an entry's block: the run, the sweep after a reboot, and the daily delivery. Throws a UserError for what no line can hold. */
export function entryLines({ slug, cron, dir, binary, jitterMs }: CronEntry): readonly string[] {
  // deno-lint-ignore no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(dir + binary)) {
    throw new UserError(`Cannot schedule ${JSON.stringify(dir)}: a line of a crontab holds no such character`);
  }
  const jitter = jitterMs === 0 ? [] : ["--jitter", `${jitterMs / 1000}s`];
  const run = cronCommand([binary, dir, "--schedule-id", slug, "--schedule", cron, ...jitter]);
  if (run.length > MAX_COMMAND) throw new UserError(`Cannot schedule "${dir}": its line is too long for cron`);
  const sweep = `${cronCommand([binary, "gc", "--wait", WAIT])}; ${cronCommand([binary, "flush"])}`;
  return [`${cron} ${run}`, `@reboot ${sweep}`, `${DAILY} ${cronCommand([binary, "flush"])}`];
}

/**
 * A command for a line of a crontab. cron ends it at the first `%` without a backslash, and takes that backslash away
 * without a look at what is quoted, but not one that follows another. Source: crontab(5).
 */
export function cronCommand(argv: readonly string[]): string {
  return quoteArgv(argv).replaceAll("\\%", "\\''%").replaceAll("%", "\\%");
}

/** The run of a block as it is written: when, and what cron hands to the shell; undefined for a block without one. */
export function entryOf(lines: readonly string[]): { readonly cron: string; readonly command: string } | undefined {
  for (const line of lines) {
    const [, cron, command] = /^\s*((?:[^\s@#]\S*\s+){4}\S+)\s+(\S.*--schedule-id .*)$/.exec(line) ?? [];
    if (cron !== undefined && command !== undefined) return { cron, command: command.replaceAll("\\%", "%") };
  }
  return undefined;
}
