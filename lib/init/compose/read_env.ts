/**
 * Parses the variables of a `.env` file, one on each line. Source: the Compose documentation, .env file syntax.
 * `parseEnv` of node:util does not fit: it cuts `COLOUR=a#b` at the `#`, which Compose keeps, and after an unclosed quote
 * it treats all following lines as one value.
 */
export function readEnv(source: string): Readonly<Record<string, string>> {
  const lines = source.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(.*?)[ \t]*$/gm);
  return Object.fromEntries([...lines].map(([, name = "", value = ""]) => [name, unquoted(value)]));
}

/** A comment after an unquoted value needs a space before it. */
function unquoted(value: string): string {
  return /^(["'])(.*?)\1/.exec(value)?.[2] ?? value.replace(/(^|\s)#.*$/, "");
}
