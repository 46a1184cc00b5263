import type { Context } from "../../cli/context.ts";
import { isNameable } from "../../cli/nameable.ts";
import { completionNames } from "./completion_names.ts";

/** The subcommands, as completions need them. */
interface Subcommands {
  readonly names: readonly string[];
  /** Returns what a subcommand suggests for the last of its arguments; names as placeholders, see `nameable()`. */
  readonly suggest: (name: string, args: readonly string[]) => Promise<readonly string[]>;
}

/** Returns the words that may replace the last one of a command line. The line is without the program's name. */
export async function complete(
  line: readonly string[],
  { names, suggest }: Subcommands,
  context: Context,
): Promise<readonly string[]> {
  const { before, current } = typed(line);
  if (before.includes("--")) return [];
  const suggested = before.length === 0
    ? [...names, "--version", ":REPO"]
    : await suggest(...commandOf([...before, current], names));
  const words = [...oneOperand(suggested, current), "--help"];
  const expanded = await Promise.all(words.map((word) => expand(word, { current, before }, context)));
  return [...new Set(expanded.flat())].filter((word) =>
    word.startsWith(current) && (current !== "" || word[0] !== "-")
  );
}

/** Separates the word that is being typed from those before it. bash makes three words of `--host=x`. */
function typed(line: readonly string[]): { readonly before: readonly string[]; readonly current: string } {
  const current = line.at(-1) ?? "";
  return { before: line.slice(0, -1).filter((word) => word !== "="), current: current === "=" ? "" : current };
}

/** Returns the subcommand of a command line and its arguments. `e2e <repo>` is `e2e run <repo>`. */
function commandOf(words: readonly string[], names: readonly string[]): [name: string, args: readonly string[]] {
  const [first = "", ...rest] = words;
  return names.includes(first) ? [first, rest] : ["run", words];
}

/** Keeps one of several operands, the next one; none where an option is being typed. */
function oneOperand(words: readonly string[], current: string): readonly string[] {
  const [operand] = current.startsWith("-") ? [] : words.filter((word) => word.startsWith(":"));
  return words.filter((word) => !word.startsWith(":") || word === operand);
}

/** Replaces a placeholder, `:KIND` or `--option=:KIND`, by the names that are known. */
async function expand(
  word: string,
  { current, before }: { readonly current: string; readonly before: readonly string[] },
  context: Context,
): Promise<readonly string[]> {
  const [, option = "", kind] = /^(--[a-z-]+=)?:([A-Z]+)$/.exec(word) ?? [];
  if (!isNameable(kind)) return [word];
  const begun = current.slice(option.length);
  return (await completionNames(kind, { begun, before }, context)).map((name) => `${option}${name}`);
}
