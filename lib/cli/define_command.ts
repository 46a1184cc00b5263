import { runParser } from "@optique/core/facade";
import { type Parser, suggestSync } from "@optique/core/parser";
import { UserError } from "../errors.ts";
import type { Context } from "./context.ts";
import { splitAtDashes } from "./split_at_dashes.ts";

/** The description of a command for {@link defineCommand}. */
interface CommandSpec<T> {
  /** The command as it is typed, such as `e2e run`. */
  readonly name: string;
  readonly parser: Parser<"sync", T, unknown>;
  /** Command lines at the end of the help. */
  readonly examples: readonly string[];
  /** The line of the help for arguments after `--`, for commands that accept them; see `splitAtDashes()`. */
  readonly afterDashes?: string;
}

type Run<T, C> = (
  options: T,
  context: C,
  args: { readonly own: readonly string[]; readonly after: readonly string[] },
) => Promise<number | void> | number | void;

/**
 * Returns a command that parses its arguments and passes them to `run`, which returns the exit code (default: 0). `run` is not
 * called when the help was printed or completions were suggested. The command throws a UserError for invalid arguments.
 */
export function defineCommand<T, C extends Context = Context>(spec: CommandSpec<T>, run: Run<T, C>) {
  return async (args: readonly string[], context: C): Promise<number> => {
    const split = spec.afterDashes === undefined ? { own: args, after: [] } : splitAtDashes(args);
    const options = parse(spec, split.own, context);
    return options === undefined ? 0 : await run(options, context, split) ?? 0;
  };
}

function parse<T>(spec: CommandSpec<T>, args: readonly string[], context: Context): T | undefined {
  const { name, parser } = spec;
  if (context.suggest !== undefined) return void context.suggest(suggestions(parser, args));
  let problem = "";
  return runParser<typeof parser, undefined, T | undefined>(parser, name, [...args], {
    help: { option: true, onShow: () => undefined },
    aboveError: "none",
    colors: false,
    maxWidth: context.terminal?.columns ?? 100,
    stdout: (help) => context.stdout(`${withDashes(help.trimEnd(), spec)}\n${helpEnd(spec)}`),
    stderr: (text) => problem += text,
    onError: () => {
      throw new UserError(oneLine(problem), { hint: `${name} --help` });
    },
  });
}

function suggestions(parser: Parser<"sync", unknown, unknown>, [first = "", ...more]: readonly string[]) {
  return suggestSync(parser, [first, ...more]).flatMap((each) => each.kind === "literal" ? [each.text] : []);
}

/** Adds the arguments after `--` to the usage, which ends before the line about `--help`. */
function withDashes(help: string, { name, afterDashes }: Pick<CommandSpec<unknown>, "name" | "afterDashes">): string {
  if (afterDashes === undefined) return help;
  return help.replace(`\n       ${name} --help`, (rest) => ` [-- ${afterDashes.split(" ", 1)[0]}…]${rest}`);
}

/** Returns the end of the help: arguments after `--`, and examples. Optique's help does not have them. */
function helpEnd({ afterDashes, examples }: Pick<CommandSpec<unknown>, "afterDashes" | "examples">): string {
  const dashes = afterDashes === undefined ? "" : `\n  -- ${afterDashes}\n`;
  return `${dashes}\nExamples:\n${examples.map((each) => `  ${each}\n`).join("")}`;
}

/** Turns an error text of Optique, `Error: No such option.\nDid you mean …?`, which may be wrapped, into one line without a final period. */
function oneLine(text: string): string {
  const joined = text.replaceAll(/\.\s*\n\s*/g, ": ").replaceAll(/\s*\n\s*/g, " ");
  return joined.replace(/^Error: /, "").replace(/[.:\s]+$/, "");
}
