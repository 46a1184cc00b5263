/**
 * Wraps a text into lines of at most `width` characters for a YAML comment. Control characters and line breaks become
 * spaces, so that every line stays a comment.
 */
export function commentLines(text: string, width = 116): readonly string[] {
  const lines: string[] = [];
  // deno-lint-ignore no-control-regex
  for (const word of text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]+/g, " ").split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines.splice(-1, 1, `${last} ${word}`);
  }
  return lines.map((line) => line.trimEnd());
}
