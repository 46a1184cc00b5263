import { runParser } from "@optique/core/facade";
import { type Parser, suggestSync } from "@optique/core/parser";
import { UserError } from "../errors.ts";
import type { Context } from "./context.ts";

/** Options of {@link parseArgs}. */
interface ParseOptions {
  /** The command as it is typed, such as `e2e run`. */
  readonly name: string;
  readonly args: readonly string[];
  /** Command lines at the end of the help. */
  readonly examples: readonly string[];
  /** The line of the help for arguments after `--`, for commands that accept them; see `splitAtDashes()`. */
  readonly afterDashes?: string;
}

/**
 * Parses the arguments of a command. Returns undefined when there is nothing left to do: the help was printed, or the
 * completions were passed on. Throws a UserError for arguments that are wrong.
 */
export function parseArgs<T>(
  parser: Parser<"sync", T, unknown>,
  options: ParseOptions,
  context: Context,
): T | undefined {
  if (context.suggest !== undefined) return void context.suggest(suggestions(parser, options.args));
  let problem = "";
  return runParser<typeof parser, undefined, T | undefined>(parser, options.name, [...options.args], {
    help: { option: true, onShow: () => undefined },
    aboveError: "none",
    colors: false,
    maxWidth: context.terminal?.columns ?? 100,
    stdout: (help) => context.stdout(`${help.trimEnd()}\n${helpEnd(options)}`),
    stderr: (text) => problem += text,
    onError: () => {
      throw new UserError(oneLine(problem), { hint: `${options.name} --help` });
    },
  });
}

function suggestions(parser: Parser<"sync", unknown, unknown>, [first = "", ...more]: readonly string[]) {
  return suggestSync(parser, [first, ...more]).flatMap((each) => each.kind === "literal" ? [each.text] : []);
}

/** Returns what Optique's help does not have: arguments after `--`, and examples. */
function helpEnd({ afterDashes, examples }: ParseOptions): string {
  const dashes = afterDashes === undefined ? "" : `\n  -- ${afterDashes}\n`;
  return `${dashes}\nExamples:\n${examples.map((each) => `  ${each}\n`).join("")}`;
}

/** Turns an error text of Optique, `Error: No such option.\nDid you mean …?`, into one line without a final period. */
function oneLine(text: string): string {
  return text.replace(/^Error: /, "").replaceAll(/\.?\s*\n\s*/g, ": ").replace(/[.:\s]+$/, "");
}
