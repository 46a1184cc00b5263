import type { Result } from "../../result/result.ts";
import { plainText } from "../clean_text.ts";

/** A longer text is cut. */
const MAX_CHARACTERS = 20_000;
/** A longer list is cut. */
const MAX_ITEMS = 500;

/**
 * Returns a result that is safe to show on a page: without control characters except line ends, with bounded texts and
 * lists.
 */
export function cleanResult(result: Result): Result {
  return clean(result) as Result;
}

function clean(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map(clean);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), clean(inner)]));
}

/** Returns text of a run that is safe to show on a page. */
export function cleanText(text: string): string {
  const kept = text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS)}… cut`;
  return kept.split("\n").map(plainText).join("\n");
}
