import { COMMAND_NAMES, type CommandName } from "../../cli/command_names.ts";
import type { Context } from "../../cli/context.ts";
import type { Nameable } from "../../cli/nameable.ts";
import { completionNames } from "./completion_names.ts";

/** Gives what a command suggests in place of the last of its arguments; see `named()` for what stands there for names. */
export type Suggest = (command: CommandName, args: readonly string[]) => Promise<readonly string[]>;

/** The words that may stand in place of the last one of a command line, without the program's name. */
export async function complete(
  line: readonly string[],
  suggest: Suggest,
  context: Context,
): Promise<readonly string[]> {
  const current = line.at(-1) === "=" ? "" : line.at(-1) ?? "";
  const before = line.slice(0, -1).filter((word) => word !== "="); // bash makes three words of --host=x
  if (before.includes("--")) return [];
  const suggested = before.length === 0
    ? [...COMMAND_NAMES, "--version", ":REPO"]
    : await suggest(...commandOf([...before, current]));
  const words = [...oneOperand(suggested, current), "--help"];
  const expanded = await Promise.all(words.map((word) => expand(word, { current, before }, context)));
  return [...new Set(expanded.flat())].filter((word) =>
    word.startsWith(current) && (current !== "" || word[0] !== "-")
  );
}

/** `e2e <repo>` is `e2e run <repo>`. */
function commandOf(words: readonly string[]): [CommandName, readonly string[]] {
  const command = COMMAND_NAMES.find((name) => name === words[0]);
  return command === undefined ? ["run", words] : [command, words.slice(1)];
}

/** Of the operands that may follow the next one is wanted, and none where an option has begun. */
function oneOperand(words: readonly string[], current: string): readonly string[] {
  const [operand] = current.startsWith("-") ? [] : words.filter((word) => word.startsWith(":"));
  return words.filter((word) => !word.startsWith(":") || word === operand);
}

/** The names that `:KIND`, or `--option=:KIND`, stands for. */
async function expand(
  word: string,
  { current, before }: { readonly current: string; readonly before: readonly string[] },
  context: Context,
): Promise<readonly string[]> {
  const [, option = "", kind] = /^(--[a-z-]+=)?:([A-Z]+)$/.exec(word) ?? [];
  if (kind === undefined) return [word];
  const begun = current.slice(option.length);
  return (await completionNames(kind as Nameable, { begun, before }, context)).map((name) => `${option}${name}`);
}
