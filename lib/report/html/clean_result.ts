import type { Result } from "../../result/result.ts";
import { plainText } from "../clean_text.ts";

/** The longest text that a page shows of one field. */
const MAX_CHARACTERS = 20_000;
/** The longest list. */
const MAX_ITEMS = 500;

/** A result as a page shows it: no control characters but ends of lines, no text and no list without end. */
export function cleanResult(result: Result): Result {
  return clean(result) as Result;
}

function clean(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map(clean);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), clean(inner)]));
}

/** Text of a run as a page shows it. */
export function cleanText(text: string): string {
  const kept = text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS)}… cut`;
  return kept.split("\n").map(plainText).join("\n");
}
