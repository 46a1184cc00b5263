import type { ShellWords } from "./shell_words.ts";

/** Words that prepare a command, and run nothing that could be a test. Source: POSIX sh, 2.4 and 2.14; bash(1). */
const PREPARES =
  /^(|cd|export|set|shopt|unset|umask|ulimit|true|:|\[|\[\[|test|\.|source|eval|trap|alias|local|readonly|command|type|fi|done|esac|\}|\))$/;

/** The beginning of a compound command: with an error of syntax in it, nothing of it was run. */
const COMPOUND = /^\s*(?:if|for|while|until|case|\{|\w+ *\(\))/m;

/** Keywords that may stand before a command. */
const BEFORE_COMMAND = /^(if|then|else|elif|while|until|do|!|\{|\(|time|exec)\s+/;

/**
 * Whether nothing was run before the command that could not be run: it was the first one of its script, the script the first
 * one of the test command, and there is no output. `command` is the test command, `script` the text of the script, if known.
 */
export function nothingRan(words: ShellWords, command: string, script: string | undefined): boolean {
  const { name, at, before, others } = words;
  if (before.length > 0) return false;
  const isFirst = (text: string) => commandsIn(text).every((each) => others.includes(each));
  if (at?.file === "test_command") return isFirst(upTo(command, at.line, name));
  if (!isFirst(upTo(command, 1, at?.file ?? name))) return false;
  if (at === undefined || script === undefined) return true;
  return isFirst(name === "" ? `${script.split(COMPOUND, 1)[0]}\n` : upTo(script, at.line, name));
}

/** Returns the text before the first `name` at or after a line. */
function upTo(text: string, line: number, name: string): string {
  const lines = text.split("\n"), before = lines.slice(0, line - 1), rest = lines.slice(line - 1).join("\n");
  return [...before, rest.slice(0, Math.max(0, rest.indexOf(name)))].join("\n");
}

/**
 * Returns the first word of each complete command in a text of sh, without those that only prepare. Quotes are not understood. The
 * last part is the beginning of the command that could not be run, such as `exec` or `timeout 9`.
 */
function commandsIn(text: string): readonly string[] {
  return text.replaceAll(/(^|\s)#.*$/gm, "").split(/[;&|\n]+/).slice(0, -1).flatMap((part) => {
    let rest = part.trim();
    while (BEFORE_COMMAND.test(rest)) rest = rest.replace(BEFORE_COMMAND, "");
    const [first = ""] = rest.replace(/^(\w+=('[^']*'|"[^"]*"|\S*)(\s+|$))+/, "").split(/\s+/);
    return PREPARES.test(first) ? [] : [first];
  });
}
