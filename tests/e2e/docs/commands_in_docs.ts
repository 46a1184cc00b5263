/** A command that a page tells its reader to type. */
export interface DocCommand {
  readonly page: string;
  readonly line: number;
  /** The heading of second level that it stands under. */
  readonly section: string;
  /** Without the words that explain it. */
  readonly text: string;
}

const PROGRAMS = /^(e2e|e2e-host|deno|make|docker|curl|rm|ssh|crontab|cp|cat|export|mkdir|ln) /;

/**
 * The commands in the indented and the `sh` blocks of a Markdown page. What stands two spaces behind a command, or behind
 * a `#`, explains it; a `$` before it is the prompt, and what follows such a line is output.
 */
export function commandsIn(page: string, text: string): readonly DocCommand[] {
  const commands: DocCommand[] = [];
  let fence: string | undefined, isOutput = false, section = "";
  text.split("\n").forEach((whole, index) => {
    const mark = /^\s*```(\w*)/.exec(whole);
    if (mark !== null) fence = fence === undefined ? mark[1] ?? "" : undefined;
    section = /^## (.*)/.exec(whole)?.[1] ?? section;
    const isCode = fence === undefined ? whole.startsWith("    ") : fence === "sh";
    if (whole.trim() === "") return; // a block goes on behind an empty line
    if (!isCode || mark !== null) return isOutput = false;
    const prompted = whole.trim().startsWith("$ ");
    isOutput ||= prompted;
    const line = whole.trim().replace(/^\$ /, "");
    if ((isOutput && !prompted) || !PROGRAMS.test(line)) return;
    commands.push({ page, line: index + 1, section, text: line.replace(/(\s{2,}|\s#\s).*$/, "") });
  });
  return commands;
}
