/** The subcommands, in the order of the help. */
export const COMMAND_NAMES = [
  "run",
  "init",
  "retest",
  "check",
  "doctor",
  "ps",
  "logs",
  "shell",
  "exec",
  "open",
  "down",
  "gc",
  "history",
  "show",
  "flush",
  "cron",
  "hub",
  "completions",
] as const;

/** The name of a subcommand. */
export type CommandName = typeof COMMAND_NAMES[number];
