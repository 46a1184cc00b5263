import { plainText } from "./clean_text.ts";

/** Characters that XML 1.0 forbids and that are no control characters. Source: XML 1.0, 2.2. */
const FORBIDDEN = /[\ufffe\uffff]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text without escape sequences and without characters that XML or HTML forbid, its lines kept. */
export function cleanLines(text: string): string {
  return text.split("\n").map(plainText).join("\n").toWellFormed().replace(FORBIDDEN, "");
}

/** The same, for the text of an element of XML or HTML. */
export function escaped(text: string): string {
  return cleanLines(text).replace(/[&<>"']/g, (found) => ENTITIES[found] ?? found);
}

/** The same, for the value of an attribute of XML. */
export function escapedValue(text: string): string {
  return escaped(text).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
}
