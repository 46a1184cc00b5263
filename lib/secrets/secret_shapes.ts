import { Buffer } from "node:buffer";

/** A shorter secret is not masked: masking every "a" would make a log unreadable. */
export const MIN_LENGTH = 4;

/**
 * Returns what `Masker` looks for: each line of a secret as text, in hexadecimal (`68 75` and `68:75` too) and in base64. In base64 of a longer
 * text (`user:secret`) it can start at any of three alignments. Escapes, such as those of JSON, URLs, XML and shells, are
 * not among the shapes, because `decode()` undoes them.
 */
export function secretShapes(secret: string): readonly string[] {
  const lines = secret.toWellFormed().split(/[\r\n]+/).map((line) => line.trim());
  return lines.filter(({ length }) => length >= MIN_LENGTH).flatMap(lineShapes);
}

function lineShapes(line: string): readonly string[] {
  const bytes = Buffer.from(line);
  const texts = [bytes, Buffer.from(JSON.stringify(line).slice(1, -1))]; // a configuration in base64 is often JSON
  const base64 = texts.flatMap((text) => [0, 1, 2].flatMap((before) => base64Shapes(text, before)));
  const pairs = bytes.toString("hex").match(/../g) ?? [], hex = ["", " ", ":"].map((between) => pairs.join(between));
  return [
    line,
    bytes.toString("latin1"), // as bytes that a program wrote one by one: \xc3\xa4
    ...hex,
    ...hex.map((shape) => shape.toUpperCase()),
    ...base64,
    ...base64.map((shape) => shape.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

/**
 * Returns the part of the base64 of `bytes` that does not depend on the text around them when `before` bytes precede
 * them. With `before` 0, also the whole base64.
 */
function base64Shapes(bytes: Buffer, before: number): readonly string[] {
  const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64").replace(/=+$/, "");
  const sure = whole.slice(Math.ceil(before * 8 / 6), (before + bytes.length) % 3 === 0 ? undefined : -1);
  return before === 0 ? [whole, sure] : [sure];
}
