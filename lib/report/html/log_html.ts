import { AnsiUp } from "ansi_up";
import { colouredText } from "../clean_text.ts";
import { count } from "../../result/words.ts";

/** A longer line is cut. */
const MAX_CHARACTERS = 10_000;

/**
 * Returns program output as HTML: one `span` per line, with colours. A progress bar is shown in its last state. Links and
 * titles are removed before ansi_up gets a line, and ansi_up escapes the rest. The HTML has at most `maxBytes` bytes; longer
 * output is cut in the middle.
 */
export function logHtml(text: string, maxBytes: number): string {
  const lines = text.replace(/\r?\n$/, "").split("\n");
  const render = lineRenderer();
  const head = fitting(lines, { maxBytes: maxBytes / 2, render });
  const rest = lines.slice(head.length).reverse();
  const tail = fitting(rest, { maxBytes: maxBytes / 2, render });
  const cut = rest.length - tail.length;
  return [...head, ...(cut > 0 ? [cutLine(cut)] : []), ...tail.reverse()].join("");
}

interface Fitting {
  readonly maxBytes: number;
  readonly render: (line: string) => string;
}

/** Renders lines, from the first on, until `maxBytes` is reached. */
function fitting(lines: readonly string[], { maxBytes, render }: Fitting): string[] {
  const shown: string[] = [];
  let left = maxBytes;
  for (const line of lines) {
    const html = render(line);
    left -= new TextEncoder().encode(html).length;
    if (left < 0) break;
    shown.push(html);
  }
  return shown;
}

function lineRenderer(): (line: string) => string {
  const ansi = new AnsiUp();
  ansi.use_classes = true;
  return (line) => `<span>${ansi.ansi_to_html(colouredText(shortened(colouredText(line))))}\n</span>`;
}

function shortened(line: string): string {
  if (line.length <= MAX_CHARACTERS) return line;
  return `${line.slice(0, MAX_CHARACTERS)}\x1b[0m… ${line.length - MAX_CHARACTERS} characters cut`;
}

const cutLine = (lines: number) => `<span class="cut">… ${count(lines, "line", "lines")} cut …\n</span>`;
