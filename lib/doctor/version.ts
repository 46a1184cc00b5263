/** The oldest rsync with what the lifecycle uses (`--protect-args`). */
export const OLDEST_RSYNC = [3, 0] as const;

/** The version in what a program says of itself: its first word that begins with a digit and has a dot; the whole text without one. */
export function versionIn(text: string): string {
  return /(?<![A-Za-z\d])\d+\.[\w.+-]*\w/.exec(text)?.[0] ?? text;
}
