/** What stands for a key of the commented contract: whole lines, the key's own among them. */
export type Filling = Readonly<Record<string, readonly string[]>>;

const MARKER = "# What else there is";

/**
 * Puts lines in the place of keys of a commented contract: of the key with its value, else of the comment that shows it in
 * a paragraph of its own, else before the list of what else there is.
 */
export function fillContract(template: string, filling: Filling): string {
  return Object.entries(filling).reduce((text, [key, lines]) => put(text, { key, lines: lines.join("\n") }), template);
}

function put(text: string, { key, lines }: { readonly key: string; readonly lines: string }): string {
  const places = [
    new RegExp(`^${key}:.*(?:\\n[ \\t]+.*)*`, "m"),
    new RegExp(`^# ${key}: \\S+$`, "m"),
  ];
  const place = places.find((one) => one.test(text));
  if (place !== undefined) return text.replace(place, () => lines);
  const rest = text.replace(new RegExp(`^# ${key}: .*\\n`, "m"), "");
  return rest.replace(MARKER, () => `${lines}\n\n${MARKER}`);
}

/** A text as YAML on one line. */
export function yamlText(value: string): string {
  const isPlain = /^[A-Za-z_/][\w ./:@$=,*&|+%~^()!;<>?-]*$/.test(value) &&
    !/: |\s#|[\s:]$|^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}

/** A text as comment lines that stay comments, whatever it holds. */
export function comment(value: string): readonly string[] {
  const lines: string[] = [];
  // deno-lint-ignore no-control-regex
  for (const word of value.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]+/g, " ").split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length > 115) lines.push(word);
    else lines.splice(-1, 1, `${last} ${word}`);
  }
  return lines.map((line) => `# ${line}`.trimEnd());
}
