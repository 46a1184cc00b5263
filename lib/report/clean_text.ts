/**
 * Matches escape sequences (colours and cursor movement; titles, links and other terminated strings; all others) and all
 * control characters except the tab. Matching takes linear time. Source: ECMA-48, 5.4 and 5.6.
 */
const ESCAPES =
  // deno-lint-ignore no-control-regex -- this file removes control characters
  /(?:\x1b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\u0090\u0098\u009d-\u009f])(?:[^\x07\x1b\u009c]*(?:\x07|\x1b\\|\u009c))?|\x1b[ -/]*[0-~]?|[\x00-\x08\x0a-\x1f\x7f-\u009f\u2028\u2029]/g;
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

function lastState(line: string): string {
  const text = line.replace(/\r+$/, "");
  return text.slice(text.lastIndexOf("\r") + 1);
}
