import { z } from "zod";
import { describeValue } from "./describe_value.ts";
import { durationText, parseDuration } from "./duration.ts";

/** Returns the error message of a schema: what was expected, and what was found. */
export function expected(what: string) {
  return {
    error: (issue: { readonly input?: unknown }) =>
      issue.input === undefined ? `missing: expected ${what}` : `expected ${what}, found ${describeValue(issue.input)}`,
  };
}

const DAY_MS = 86_400_000;

/** Returns the schema of a duration within limits. */
export function duration(limits: { readonly minMs: number; readonly maxDays: number }) {
  const range = `${limits.minMs === 0 ? "" : "more than 0 and "}at most ${limits.maxDays}d`;
  const error = expected(`a duration such as 120 (seconds), "2m" or "1h30m", ${range}`);
  return z.union([z.number(error), z.string(error).meta({ pattern: durationText.source })], error).refine(
    (value) => {
      const ms = parseDuration(value);
      return ms !== undefined && ms >= limits.minMs && ms <= limits.maxDays * DAY_MS;
    },
    error,
  );
}

/** Returns the schema of a time limit: more than 0, at most 7 days. */
export const timeout = () => duration({ minMs: 1, maxDays: 7 });

/** Returns the schema of text that matches a pattern; `what` says so in the error message. */
export function text(what: string, pattern: RegExp) {
  return z.string(expected(what)).regex(pattern, expected(what));
}

/** Returns the schema of a list. */
export function list<T extends z.ZodType>(item: T, what: string) {
  return z.array(item, expected(what));
}

/** Returns the schema of one of several words. */
export function choice<const T extends readonly [string, ...string[]]>(options: T) {
  const quoted = options.map((option) => JSON.stringify(option));
  return z.enum(options, expected(`${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`));
}
