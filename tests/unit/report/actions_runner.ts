/** The commands that the runner registers. Source: GitHub's actions/runner, ActionCommandManager.cs and its extensions. */
const REGISTERED = new Set(
  "stop-commands set-env set-output save-state add-mask add-path add-matcher remove-matcher debug warning error notice group endgroup echo internal-set-repo-path"
    .split(" "),
);

/**
 * Returns the workflow commands that GitHub's runner executes in the output of a step, by the rules of its
 * `ActionCommand.cs` (TryParseV2, TryParse) and `ActionCommandManager.cs` (the token of stop-commands): a line begins with
 * `::` after white space, or has `##[` anywhere. Lines end with CR, LF or both. .NET compares by culture, and so ignores
 * characters without a weight.
 */
export function executedCommands(output: string): readonly string[] {
  const executed: string[] = [];
  let token: string | undefined;
  for (const line of output.split(/\r\n|\r|\n/)) {
    const { name, data } = commandOf(line, token) ?? {};
    if (name === undefined) continue;
    if (token !== undefined) {
      if (name === token) token = undefined;
      continue;
    }
    if (name === "stop-commands") token = data?.toLowerCase();
    executed.push(name);
  }
  return executed;
}

function commandOf(
  line: string,
  token: string | undefined,
): { readonly name: string; readonly data: string } | undefined {
  // deno-lint-ignore no-control-regex -- the characters without a weight
  const compared = line.trimStart().replace(/[\p{DI}\p{Cf}\u0000-\u0008\u000e-\u001f\u007f-\u009f]/gu, "");
  const found = /^::((?:(?!::).)*)::(.*)$/.exec(compared) ?? /##\[([^\]]*)\](.*)$/.exec(compared);
  const name = found?.[1]?.split(" ", 1)[0]?.toLowerCase() ?? "";
  return REGISTERED.has(name) || name === token ? { name, data: found?.[2] ?? "" } : undefined;
}

/** Lines of hostile tests. */
export const COMMAND_LINES = [
  "::stop-commands::x",
  "  \t::error file=a,line=1::x",
  "::add-mask::the",
  "::SET-OUTPUT name=a::b",
  "##[error]x",
  "text ##[group]x",
  "###[endgroup]",
  "\x1b[31m::warning::x\x1b[0m",
  "\u200b::error::x",
  ":\u00ad:notice::x",
  "::debug:\u2060:x",
  "#\u200d#\ufeff[debug]x",
  "progress\r::error::x",
  "\x1b]0;title\x07::error::x",
  "a\u2028::error::x",
  ":::error::x::error::y",
];
