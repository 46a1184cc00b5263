import { UserError } from "../errors.ts";
import { quoteArgv } from "../host/quote.ts";

/** A scheduled run of a repository. */
interface CronEntry {
  readonly slug: string;
  /** Five cron fields. */
  readonly cron: string;
  /** The path of the checkout on the host. */
  readonly dir: string;
  /** The path of the binary on the host. */
  readonly binary: string;
  readonly jitterMs: number;
}

/** The longest command that Debian's cron(8) accepts. Source: cron's cron.h, MAX_COMMAND. */
const MAX_COMMAND = 998;
const DAILY = "41 5 * * *", WAIT = "10m";

/**
 * Builds the crontab lines of an entry: the run, the sweep after a reboot, and the daily delivery. Throws a UserError
 * when a path does not fit into a line.
 */
export function entryLines({ slug, cron, dir, binary, jitterMs }: CronEntry): readonly string[] {
  // deno-lint-ignore no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(dir + binary)) {
    throw new UserError(`Cannot schedule ${JSON.stringify(dir)}: a crontab cannot contain control characters`);
  }
  const jitter = jitterMs === 0 ? [] : ["--jitter", `${jitterMs / 1000}s`];
  const run = cronCommand([binary, dir, "--schedule-id", slug, "--schedule", cron, ...jitter]);
  if (run.length > MAX_COMMAND) throw new UserError(`Cannot schedule "${dir}": the crontab line is too long`);
  const sweep = `${cronCommand([binary, "gc", "--wait", WAIT])}; ${cronCommand([binary, "flush"])}`;
  return [`${cron} ${run}`, `@reboot ${sweep}`, `${DAILY} ${cronCommand([binary, "flush"])}`];
}

/**
 * Quotes a command for a crontab line. cron ends a command at the first `%` without a backslash, and removes that backslash
 * even inside quotes, unless it follows another backslash. Source: crontab(5).
 */
export function cronCommand(argv: readonly string[]): string {
  return quoteArgv(argv).replaceAll("\\%", "\\''%").replaceAll("%", "\\%");
}

/**
 * Reads the run in a block: its schedule, which may be `@weekly` after an edit by hand, and the command that cron passes to the
 * shell. Returns undefined for a block without a run.
 */
export function entryOf(lines: readonly string[]): { readonly cron: string; readonly command: string } | undefined {
  for (const line of lines) {
    const [, cron, command] = /^\s*(@\w+|(?:[^\s@#]\S*\s+){4}\S+)\s+(\S.*--schedule-id .*)$/.exec(line) ?? [];
    if (cron !== undefined && command !== undefined) return { cron, command: command.replaceAll("\\%", "%") };
  }
  return undefined;
}
