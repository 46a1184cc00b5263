import { runParser } from "@optique/core/facade";
import { type Parser, suggestSync } from "@optique/core/parser";
import { UserError } from "../errors.ts";
import type { Context } from "./context.ts";

/** What {@link parseArgs} is told. */
export interface ParseOptions {
  /** The command as people type it, such as `e2e run`. */
  readonly name: string;
  readonly args: readonly string[];
  /** Command lines that the help ends with. */
  readonly examples: readonly string[];
  /** What stands behind `--`, where the command takes that; see `behindDashes()`. */
  readonly behind?: string;
}

/** Parses a command's arguments; undefined when the help was asked for, and shown, or completions, and handed over. Throws a UserError that says what is wrong. */
export function parseArgs<T>(
  parser: Parser<"sync", T, unknown>,
  options: ParseOptions,
  context: Context,
): T | undefined {
  if (context.suggest !== undefined) {
    const [first = "", ...more] = options.args;
    const found = suggestSync(parser, [first, ...more]);
    return void context.suggest(found.flatMap((each) => each.kind === "literal" ? [each.text] : []));
  }
  const behind = options.behind === undefined ? "" : `\n  -- ${options.behind}\n`;
  const examples = options.examples.map((each) => `  ${each}\n`).join("");
  let complaint = "";
  return runParser<typeof parser, undefined, T | undefined>(parser, options.name, [...options.args], {
    help: { option: true, onShow: () => undefined },
    aboveError: "none",
    colors: false,
    maxWidth: context.terminal?.columns ?? 100,
    stdout: (help) => context.stdout(`${help.trimEnd()}\n${behind}\nExamples:\n${examples}`),
    stderr: (text) => complaint += text,
    onError: () => {
      throw new UserError(complaint.replace(/^Error: /, "").replaceAll(/\.?\s*\n\s*/g, ": ").replace(/[.:\s]+$/, ""), {
        hint: `${options.name} --help`,
      });
    },
  });
}
