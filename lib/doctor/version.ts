/** The oldest rsync with the options that the lifecycle uses (`--protect-args`). */
export const OLDEST_RSYNC = [3, 0] as const;

/**
 * Finds a version in a program's output: the first word that begins with a digit and has a dot. Returns the whole text
 * without one.
 */
export function versionIn(text: string): string {
  return /(?<![A-Za-z\d])\d+\.[\w.+-]*\w/.exec(text)?.[0] ?? text;
}
