import { plainText } from "./clean_text.ts";

/** Characters that XML 1.0 forbids besides control characters. Source: XML 1.0, 2.2. */
const FORBIDDEN = /[\ufffe\uffff]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Removes escape sequences and all characters that XML or HTML forbid; keeps line breaks. */
export function cleanLines(text: string): string {
  return text.split("\n").map(plainText).join("\n").toWellFormed().replace(FORBIDDEN, "");
}

/** Cleans text as {@link cleanLines} does and escapes it for an XML or HTML element. */
export function escaped(text: string): string {
  return cleanLines(text).replace(/[&<>"']/g, (found) => ENTITIES[found] ?? found);
}

/** Cleans text as {@link cleanLines} does and escapes it for an XML attribute. */
export function escapedValue(text: string): string {
  return escaped(text).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
}
