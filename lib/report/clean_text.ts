/**
 * Escape sequences (colours and cursor movement; titles, links and other strings with an end; all others) and control
 * characters but the tab. Nothing in it looks at a character more than a few times. Source: ECMA-48, 5.4 and 5.6.
 */
const ESCAPES =
  // deno-lint-ignore no-control-regex -- control characters are what this file is about
  /(?:\x1b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\u0090\u0098\u009d-\u009f])(?:[^\x07\x1b\u009c]*(?:\x07|\x1b\\|\u009c))?|\x1b[ -/]*[0-~]?|[\x00-\x08\x0a-\x1f\x7f-\u009f\u2028\u2029]/g;
// deno-lint-ignore no-control-regex -- see above
const COLOUR = /^\x1b\[[\d;:]*m$/;

/** A line of a program's output without escape sequences and control characters; of a progress bar its last state. */
export function plainText(line: string): string {
  return lastState(line).replace(ESCAPES, "");
}

/** The same with its colours, for a terminal: nothing in it moves the cursor, and a colour ends with the line. */
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
