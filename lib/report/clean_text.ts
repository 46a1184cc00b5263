/**
 * Matches escape sequences (colours and cursor movement; titles, links and other terminated strings; all others), all
 * control characters except the tab, and the characters that reverse the direction of text. Matching takes linear time.
 * Source: ECMA-48, 5.4 and 5.6; UAX #9, 2.
 */
const ESCAPES =
  // deno-lint-ignore no-control-regex -- this file removes control characters
  /(?:\x1b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\u0090\u0098\u009d-\u009f])(?:[^\x07\x1b\u009c]*(?:\x07|\x1b\\|\u009c))?|\x1b[ -/]*[0-~]?|[\x00-\x08\x0a-\x1f\x7f-\u009f\u2028-\u202e\u2066-\u2069]/g;
// deno-lint-ignore no-control-regex -- see above
const COLOUR = /^\x1b\[[\d;:]*m$/;

/**
 * Returns a line of program output without escape sequences and control characters. Of a progress bar, the last state
 * remains.
 */
export function plainText(line: string): string {
  return lastState(line).replace(ESCAPES, "");
}

/** Returns a line as {@link plainText} does, but with its colours, which end with the line. */
export function colouredText(line: string): string {
  let coloured = false;
  const text = lastState(line).replace(ESCAPES, (found) => {
    if (!COLOUR.test(found)) return "";
    coloured = true;
    return found;
  });
  return coloured ? `${text}\x1b[0m` : text;
}

/** How {@link cleanOutput} writes a text. */
interface OutputOptions {
  /** Whether colours stay. */
  readonly colours: boolean;
  /** Whether a CI system reads the output, and would execute some lines as commands. */
  readonly ci: boolean;
}

/**
 * Cleans the lines of a text for a stream of this process. All text of the tool goes through it, so that no text of a
 * repository, a container, a host or a hub can control the terminal or the CI system.
 */
export function cleanOutput(text: string, { colours, ci }: OutputOptions): string {
  const clean = colours ? colouredText : plainText;
  return text.split("\n").map((line) => ci ? withoutCommands(clean(line)) : clean(line)).join("\n");
}

/** Characters that a comparison of texts may ignore, as .NET's does. */
const IGNORED = String.raw`[\p{DI}\p{Cf}]*`;
const COMMAND = new RegExp(String.raw`^([\s\p{DI}\p{Cf}]*:)(?=${IGNORED}:.*:${IGNORED}:)`, "u");
const OLD_COMMAND = new RegExp(`#(?=${IGNORED}#${IGNORED}(?:[a-z]+${IGNORED})?\\[)`, "giu");

/**
 * Puts a space into what a CI system takes for a command: `::error::` at the beginning of a line, and `##[error]`,
 * `##vso[…]` and `##teamcity[…]` anywhere. Source: GitHub's actions/runner, ActionCommand.cs; Azure's
 * azure-pipelines-agent, Command.cs; TeamCity's "Service Messages".
 */
function withoutCommands(line: string): string {
  return line.replace(COMMAND, "$1 ").replace(OLD_COMMAND, "# ");
}

function lastState(line: string): string {
  const text = line.replace(/\r+$/, "");
  return text.slice(text.lastIndexOf("\r") + 1);
}
