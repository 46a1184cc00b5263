/** Commands of the shell that may come before the program. Source: POSIX, 2.14 and 1.7, bash(1), zshbuiltins(1). */
const PREPARE =
  /^(cd|export|set|unset|umask|ulimit|true|false|:|test|\[|\[\[|echo|printf|pwd|read|wait|shift|trap|alias|unalias|local|readonly|declare|typeset|let|shopt|setopt|unsetopt|emulate|autoload|zmodload|enable|bind|pushd|popd|mapfile|readarray|hash|type|kill|jobs|getopts)$/;

/** What is not followed: control structures, and commands that may change PATH or end the script. */
const UNKNOWN = /^(if|for|while|until|case|!|function|select|coproc|then|else|do|source|eval|exit|return)$/;

/** The question whether a program is there. */
const PROBE = /^(?:command\s+-[vV]|type|which|hash)\s+(?:-\w+\s+)*(\w[\w.+-]*)/;

/** Shells that run a script, and options that come before it. */
const SHELL = /^(ba|da|k|z)?sh$/;

/** Reads a script of the repository; undefined when there is none of that name. */
type ReadScript = (path: string) => string | undefined;

/**
 * Returns the first program that a test command calls, which must be on PATH; of a script of the repository that is called, its own
 * first program. Returns undefined for anything but a plain name, such as a variable or a loop.
 */
export function testProgram(command: string, read: ReadScript = () => undefined): string | undefined {
  const { text, functions } = withoutFunctions(plainText(command));
  const parts = text.split(/(?<=&&|;|\n)/);
  for (const [index, part] of parts.entries()) {
    if (/(^|\s)PATH=/.test(part)) return undefined;
    const plain = part.replace(/(&&|;|\n)$/, "").trim().replace(/^[{(]\s*|[)\s]+$/g, "")
      .replace(/^(\w+(\[\w*\])?\+?=\S*(\s+|$))+/, "");
    const probed = PROBE.exec(plain)?.[1];
    if (probed !== undefined) return isNeeded(parts.slice(index).join(""), functions) ? probed : undefined;
    const words = plain.split(/\s+/),
      [word = "", ...rest] = /^(exec|time|command|builtin)$/.test(words[0] ?? "") ? words.slice(1) : words;
    if (/^(\[|\[\[|test)$/.test(word) && part.endsWith("&&")) return undefined;
    if (word === "" || PREPARE.test(word) || functions.has(word)) continue;
    return ofScript(word, rest, read) ??
      (/^[A-Za-z0-9_][\w.+-]*$/.test(word) && !UNKNOWN.test(word) ? word : undefined);
  }
  return undefined;
}

/** Replaces what is no plain word, such as `$(…)` and texts in quotes, by `$`. What is not understood ends the text. */
function plainText(command: string): string {
  let text = command.replaceAll("\\\n", " "), before = "";
  while (text !== before) {
    before = text;
    text = text.replaceAll(/\$\(\([^()]*\)\)|\$\([^()]*\)|\$\{[^{}]*\}|`[^`]*`/g, "$");
  }
  return text.replaceAll(
    /\\.|'([^']*)'|"((?:\\[^]|[^"\\])*)"|(?<=^|\s)#.*$/gm,
    (all, single?: string, double = single) =>
      all.startsWith("#") ? "" : /^[\w./+-]+$/.test(double ?? "") ? double : "$",
  ).replaceAll(/=\([^()]*\)/g, "=$$").replace(/(\$\(|`|"|'|<<)[^]*$/, "\n$$");
}

/** Removes the functions that a script defines. */
function withoutFunctions(script: string) {
  const functions = new Set<string>();
  const text = script.replaceAll(
    /^[ \t]*(?:function[ \t]+([\w-]+)(?:\s*\(\))?|([\w-]+)\s*\(\s*\))\s*\{(?:[^\n{}]*\}|[^]*?^\})/gm,
    (_, word: string | undefined, name = word) => (functions.add(name ?? ""), ""),
  );
  return { text, functions };
}

/** Whether a script goes no further without the program that it asks for. */
function isNeeded(text: string, functions: ReadonlySet<string>): boolean {
  const [, operator, group, next = ""] =
    /^[^\n;]*?(?:(&&|\|\|)\s*(?:[{(]([^{}()]*)[})]|([\w-]*))|[;\n]|$)/.exec(text) ?? [];
  if (operator === undefined) return true;
  return operator === "||" &&
    (group === undefined
      ? /^(exit|return|false|die|fail|abort)$/.test(next) || functions.has(next)
      : /\bexit\b/.test(group));
}

/** Returns the program of a script that is called by its path, or by a shell. */
function ofScript(word: string, rest: readonly string[], read: ReadScript): string | undefined {
  const path = SHELL.test(word) ? rest.find((each) => !each.startsWith("-")) : word.includes("/") ? word : undefined;
  const text = path === undefined || rest.includes("-c") ? undefined : read(path);
  if (text === undefined) return undefined;
  const [, interpreter = ""] =
    /^#!\s*(?:\S*\/env\s+(?:-S\s*|(?:-\S+|\w+=\S*)\s+)*)?(?:\S*\/)?(\w[\w.+-]*)/.exec(text) ?? [];
  if (!SHELL.test(word) && interpreter !== "" && !SHELL.test(interpreter)) return interpreter;
  return testProgram(text); // a script that calls another one is not followed
}
