/** Commands of the shell that may come before the program. Source: POSIX, 2.14 and 1.7. */
const PREPARE = /^(cd|export|set|unset|umask|ulimit|true|:|test|\[)$/;

/**
 * Returns the first program that a test command calls, which must be on PATH. Returns undefined for anything but a
 * plain name, such as a path, a variable or a loop.
 */
export function testProgram(command: string): string | undefined {
  for (const part of command.split(/&&|;|\n/)) {
    const [first = "", ...rest] = part.trim().replace(/^(\w+=('[^']*'|"[^"]*"|\S)*\s+)+/, "").split(/\s+/);
    const word = first === "exec" || first === "time" ? rest[0] ?? "" : first;
    if (PREPARE.test(word) || /^\w+=/.test(word)) continue;
    return /^[A-Za-z0-9_][\w.+-]*$/.test(word) && !KEYWORDS.test(word) ? word : undefined;
  }
  return undefined;
}

const KEYWORDS = /^(if|for|while|until|case|\{|\(|!|function)$/;
