/**
 * Returns the forms in which a secret can appear in text: as it is, each of its lines, in single quotes of a shell,
 * JSON-encoded, URL-encoded, escaped for XML or HTML, and base64-encoded. In base64 of a longer text (`user:secret`) it can
 * start at any of three alignments.
 */
export function secretShapes(secret: string): readonly string[] {
  const text = secret.toWellFormed().trim();
  const query = new URLSearchParams([["", text]]).toString().slice(1);
  const base64 = [0, 1, 2].flatMap((before) => base64Shapes(new TextEncoder().encode(text), before));
  return [
    text,
    ...text.split(/\r?\n/),
    text.replaceAll("'", "'\\''"),
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
    query,
    ...escapedShapes(text),
    ...base64,
    ...base64.map((shape) => shape.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

/**
 * Returns the ways in which programs escape text for XML and HTML: with or without quotes, by name or by number, with
 * line ends as Go and Python write them.
 */
function escapedShapes(text: string): readonly string[] {
  const bare = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const quoted = (double: string, single: string) => bare.replaceAll('"', double).replaceAll("'", single);
  const named = [
    bare,
    bare.replaceAll("&gt;", ">"),
    quoted("&quot;", "'"),
    quoted("&quot;", "&apos;"),
    quoted("&quot;", "&#39;"),
  ];
  const all = [...named, quoted("&#34;", "&#39;")];
  return [...all, ...all.flatMap((each) => [each.replaceAll("\n", "&#10;"), each.replaceAll("\n", "&#xA;")])];
}

/**
 * Returns the part of the base64 of `bytes` that does not depend on the text around them when `before` bytes precede
 * them. With `before` 0, also the whole base64.
 */
function base64Shapes(bytes: Uint8Array, before: number): readonly string[] {
  const binary = "\0".repeat(before) + Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const whole = btoa(binary).replace(/=+$/, "");
  const sure = whole.slice(Math.ceil(before * 8 / 6), binary.length % 3 === 0 ? undefined : -1);
  return before === 0 ? [whole, sure] : [sure];
}
