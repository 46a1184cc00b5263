/**
 * Quotes one argument for a POSIX shell: `it's` becomes `'it'\''s'`. Throws a TypeError for a NUL byte, which arguments
 * cannot contain.
 */
export function quote(argument: string): string {
  if (argument.includes("\0")) throw new TypeError("Cannot quote argument: it contains a NUL byte");
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** Quotes an argv as one line for a POSIX shell. */
export function quoteArgv(argv: readonly string[]): string {
  return argv.map(quote).join(" ");
}
