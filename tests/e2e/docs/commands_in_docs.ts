/** A command on a page of the documentation. */
export interface DocCommand {
  readonly page: string;
  readonly line: number;
  /** The heading of second level above it. */
  readonly section: string;
  /** The command, without its explanation. */
  readonly text: string;
}

const PROGRAMS = /^(e2e|e2e-host|deno|make|docker|curl|rm|ssh|crontab|cp|cat|export|mkdir|ln) /;

/**
 * Returns the commands in the indented blocks and the `sh` blocks of a Markdown page. Text after two spaces or a `#` explains
 * the command. A `$` is the prompt, and the lines after a line with a prompt are output.
 */
export function commandsIn(page: string, text: string): readonly DocCommand[] {
  const commands: DocCommand[] = [];
  let fence: string | undefined, isOutput = false, section = "";
  text.split("\n").forEach((whole, index) => {
    const mark = /^\s*```(\w*)/.exec(whole);
    if (mark !== null) fence = fence === undefined ? mark[1] ?? "" : undefined;
    section = /^## (.*)/.exec(whole)?.[1] ?? section;
    const isCode = fence === undefined ? whole.startsWith("    ") : fence === "sh";
    if (whole.trim() === "") return; // a block continues after an empty line
    if (!isCode || mark !== null) return isOutput = false;
    const prompted = whole.trim().startsWith("$ ");
    isOutput ||= prompted;
    const line = whole.trim().replace(/^\$ /, "");
    if ((isOutput && !prompted) || !PROGRAMS.test(line)) return;
    commands.push({ page, line: index + 1, section, text: line.replace(/(\s{2,}|\s#\s).*$/, "") });
  });
  return commands;
}
