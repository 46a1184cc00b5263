/** Commands of the shell that may come before the program. Source: POSIX, 2.14 and 1.7. */
const PREPARE = /^(cd|export|set|unset|umask|ulimit|true|:|test|\[)$/;

/** Shells that run a script, and options that come before it. */
const SHELL = /^(ba|da|k|z)?sh$/;

/** Reads a script of the repository; undefined when there is none of that name. */
type ReadScript = (path: string) => string | undefined;

/**
 * Returns the first program that a test command calls, which must be on PATH; of a script of the repository that is called, its own
 * first program. Returns undefined for anything but a plain name, such as a variable or a loop.
 */
export function testProgram(command: string, read: ReadScript = () => undefined): string | undefined {
  for (const part of command.replaceAll(/(^|\s)#.*$/gm, "").split(/&&|;|\n/)) {
    const plain = part.trim().replace(/^[{(]\s*|[)\s]+$/g, "").replace(/^(\w+=('[^']*'|"[^"]*"|\S*)\s+)+/, "");
    const words = plain.split(/\s+/),
      [word = "", ...rest] = /^(exec|time)$/.test(words[0] ?? "") ? words.slice(1) : words;
    if (word === "" || PREPARE.test(word) || /^\w+=/.test(word)) continue;
    return ofScript(word, rest, read) ??
      (/^[A-Za-z0-9_][\w.+-]*$/.test(word) && !KEYWORDS.test(word) ? word : undefined);
  }
  return undefined;
}

/** Returns the program of a script that is called by its path, or by a shell. */
function ofScript(word: string, rest: readonly string[], read: ReadScript): string | undefined {
  const path = SHELL.test(word) ? rest.find((each) => !each.startsWith("-")) : word.includes("/") ? word : undefined;
  const text = path === undefined || rest.includes("-c") ? undefined : read(path);
  if (text === undefined) return undefined;
  const [, interpreter = ""] = /^#!\s*(?:\S*\/env\s+(?:-\S+\s+)*)?(?:\S*\/)?([\w.+-]+)/.exec(text) ?? [];
  if (!SHELL.test(word) && interpreter !== "" && !SHELL.test(interpreter)) return interpreter;
  return testProgram(text); // a script that calls another one is not followed
}

const KEYWORDS = /^(if|for|while|until|case|!|function)$/;
