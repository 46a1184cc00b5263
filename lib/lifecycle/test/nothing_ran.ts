import { RESULT } from "./ended_by_itself.ts";
import { type FileFacts, firstLineOf } from "./file_facts.ts";
import type { ShellWords } from "./shell_words.ts";

/** Words that prepare a command, and run nothing that could be a test. Source: POSIX sh, 2.4 and 2.14; bash(1); coreutils. */
const PREPARES =
  /^(|cd|export|set|shopt|unset|umask|ulimit|true|false|:|\[|\[\[|test|trap|alias|local|readonly|declare|typeset|command|type|hash|exit|return|then|else|do|fi|done|esac|\}|\)|mkdir|rm|touch|chmod|echo|printf|date|sleep|dirname|basename|pwd|readlink|realpath|mktemp|uname|id|cat|nproc)$/;

/** They run a file, which is taken for one that sets variables if it prints nothing. */
const READS = /^(\.|source)$/;

/** The beginning of a compound command: with an error of syntax in it, nothing of it was run. */
const COMPOUND = /^\s*(?:if|for|while|until|case|\{|\w+ *\(\))/m;

/** Keywords that may stand before a command. */
const BEFORE_COMMAND = /^((if|then|else|elif|while|until|do|time|exec|command(?!\s+-[vV]))\s+|[!{(]\s*)/;

/** Commands of package managers that print the command that they run. */
const RUNNER = /\b(npm|pnpm|yarn|npx)\b/;

/**
 * Whether it is known that nothing was run before the command that could not be run: only commands that prepare stand before it in
 * its script, and before the script in the test command or in a script that this names. `command` is the test command.
 */
export function nothingRan(words: ShellWords, command: string, files: ReadonlyMap<string, FileFacts>): boolean {
  const { name, at, before, others } = words;
  if (before.some((line) => RESULT.test(line))) return false;
  const isFirst = (text: string | undefined) =>
    text !== undefined &&
    commandsIn(text).every((each) =>
      PREPARES.test(each) || each === name || others.includes(each) || (before.length === 0 && READS.test(each))
    );
  const textOf = (file: string) => files.get(file)?.start || (files.get(afterCd(command, file))?.start ?? "");
  const called = [...files.keys()].filter((file) => isFirst(upTo(command, file)));
  const isReached = (file: string) =>
    isFirst(upTo(command, file)) || called.some((each) => each !== file && isFirst(upTo(textOf(each), file)));
  if (at?.file === "test_command") return isFirst(upToLine(command, name, at.line));
  if (at !== undefined) {
    const script = textOf(at.file);
    return isReached(at.file) &&
      isFirst(name === "" ? `${withoutComments(script).split(COMPOUND, 1)[0]}\n` : upToLine(script, name, at.line));
  }
  if (isReached(name) || called.some((each) => firstLineOf(files.get(each)).includes(name))) return true;
  const [runner] = RUNNER.exec(command) ?? [];
  if (runner !== undefined) {
    return before.length === 0 && words.echo?.startsWith(`${name} `) === true && isFirst(upTo(command, runner));
  }
  const recipe = words.make && ofRecipe(textOf(words.make.file), words.make.line);
  const goal = new RegExp(`^([^]*)\\bmake\\s+(-\\S+\\s+)*${recipe?.target}(\\s|$)`).exec(command)?.[1];
  return recipe !== undefined && isFirst(goal) && isFirst(recipe.lines.join("\n")) &&
    before.every((line) => recipe.lines.includes(line));
}

/** Returns the path of a file from the root of the repository, if a command begins with a cd to a directory. */
export function afterCd(command: string, file: string): string {
  const [, dir] = /^\s*cd\s+([\w./-]+)\s*(?:&&|;|\n)/.exec(command) ?? [];
  return dir === undefined ? file : `${dir}/${file.replace(/^\.\//, "")}`;
}

/** Returns the lines of a recipe before one of its lines; undefined if other targets are made before. */
function ofRecipe(makefile: string, line: number) {
  const before = makefile.split("\n").slice(0, line - 1), first = before.findLastIndex((each) => !/^\t/.test(each));
  const [, target] = /^([\w-]+):\s*(#.*)?$/.exec(before[first] ?? "") ?? [];
  if (target === undefined) return undefined;
  return { target, lines: [...before.slice(first + 1).map((each) => each.replace(/^\t[@-]*/, "")), ""] };
}

/** Returns the text before the last `name` in a text; undefined if it has none. */
function upTo(text: string, name: string): string | undefined {
  const plain = withoutComments(text), last = [...plain.matchAll(wordOf(name))].at(-1);
  return last === undefined ? undefined : plain.slice(0, last.index);
}

/** Returns the text before the first `name` at or after a line, or to the end of the line if it has another name there. */
function upToLine(text: string, name: string, line: number): string | undefined {
  const lines = withoutComments(text).split("\n"), rest = lines.slice(line - 1).join("\n");
  if (lines.length < line) return undefined;
  const [first] = rest.matchAll(wordOf(name));
  return [...lines.slice(0, line - 1), rest.slice(0, first?.index ?? lines[line - 1]?.length)].join("\n");
}

/** A name as a whole word. */
function wordOf(name: string): RegExp {
  const plain = name.replace(/^\.\//, "").replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\w./-])(\\./)?${plain}(?![\\w./-])`, "g");
}

/** Removes comments. A text in quotes has none. */
function withoutComments(text: string): string {
  return text.replaceAll(/\\.|'[^']*'|"(?:\\[^]|[^"\\])*"|(?<=^|\s)#.*$/gm, (all) => all.startsWith("#") ? "" : all);
}

/**
 * Returns the first word of each complete command in a text of sh without comments, those of `$(…)` too. The last part is the
 * beginning of the command that could not be run, such as `exec` or `timeout 9`.
 */
function commandsIn(text: string): readonly string[] {
  const inner: string[] = [];
  let rest = text.replaceAll(/\$\(\([^()]*\)\)|\$\{[^{}]*\}/g, "$"), before = "";
  while (rest !== before) {
    before = rest;
    rest = rest.replaceAll(/\$\(([^()]*)\)|`([^`]*)`/g, (_, part: string | undefined, old: string) => {
      inner.push(...(part ?? old).split(SEPARATOR).map(firstWord));
      return "$";
    });
  }
  const plain = rest.replaceAll(/\\.|'[^']*'|"(?:\\[^]|[^"\\])*"/g, "$").replaceAll(/\$\(|`/g, ";");
  return [...inner, ...plain.split(SEPARATOR).slice(0, -1).map(firstWord)];
}

/** What ends a command; `2>&1` does not. */
const SEPARATOR = /(?:(?<![<>])&|[;|\n])+/;

/** Returns the command without what may stand before it. */
function firstWord(part: string): string {
  let rest = part.trim();
  while (BEFORE_COMMAND.test(rest)) rest = rest.replace(BEFORE_COMMAND, "");
  const [first = ""] = rest.replace(/^(\w+\+?=('[^']*'|"[^"]*"|\S*)(\s+|$))+/, "").split(/\s+/);
  return first;
}
