import { message } from "@optique/core/message";
import { map, optional } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { string, type ValueParser } from "@optique/core/valueparser";
import { parseDuration } from "../contract/duration.ts";

/** `--host H`. */
export const hostOption = optional(option("--host", string({ metavar: "HOST" }), {
  description: message`where sandboxes live: an ssh destination, or local for this machine (default: RAILIANCE01_HOST)`,
}));

/** `--json`. */
export const jsonOption = map(
  optional(option("--json", { description: message`data for programs on standard output` })),
  (json) => json ?? false,
);

/** A duration such as `90` (seconds), `90s` or `10m`; gives milliseconds. */
export function duration(): ValueParser<"sync", number> {
  return {
    mode: "sync",
    metavar: "DURATION",
    placeholder: 0,
    format: (ms) => `${ms / 1000}s`,
    parse(input) {
      const ms = parseDuration(/^\d+$/.test(input) ? Number(input) : input);
      return ms === undefined
        ? { success: false, error: message`expected a duration such as 90, 90s or 10m, found ${input}` }
        : { success: true, value: ms };
    },
  };
}
