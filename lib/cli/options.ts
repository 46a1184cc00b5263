import { type Message, message, text } from "@optique/core/message";
import { map, optional } from "@optique/core/modifiers";
import { argument, option } from "@optique/core/primitives";
import { string, type ValueParser } from "@optique/core/valueparser";
import { durationMs } from "../contract/duration.ts";
import { DEFAULT_HUB, type HubAddress, hubAddress } from "../hub/client/hub_address.ts";
import { sizeBytes } from "../sandbox/build_cache.ts";
import type { Context } from "./context.ts";
import { nameable } from "./nameable.ts";

/** `--host HOST`. */
export const hostOption = optional(option("--host", nameable("HOST"), {
  description:
    message`host of the sandboxes: an ssh destination, or local for this machine (default: RAILIANCE01_HOST)`,
}));

/** The error message of a command without a repository. */
export const noRepository = { endOfInput: message`No repository given` };

/** The argument REPO. */
export const repositoryArgument = argument(nameable("REPO"), {
  description: message`a path, or a slug`,
  errors: noRepository,
});

/** The argument RUN, which names an earlier run; `errors` holds the message for a missing one. */
export const runArgument = (errors: { readonly endOfInput: Message }) =>
  argument(nameable("RUN"), {
    description: message`a short id, a run id, the beginning of either, or a slug for its latest run`,
    errors,
  });

/** The optional argument SERVICE. */
export const serviceArgument = (description: Message) => optional(argument(nameable("SERVICE"), { description }));

/** The argument ID, which names a sandbox; `errors` holds the message for a missing one. */
export const sandboxArgument = (errors: { readonly endOfInput: Message }) =>
  argument(nameable("ID"), {
    description: message`a short id, a run id, the beginning of either, or a slug for its latest sandbox`,
    errors,
  });

/** Returns a parser for an option without a value. */
export const flag = (name: `--${string}`, description: Message) =>
  map(optional(option(name, { description })), (is) => is ?? false);

/** `--json`. */
export const jsonOption = flag("--json", message`print JSON on standard output`);

/** `--hub URL`. */
export const hubOption = optional(option("--hub", string({ metavar: "URL" }), {
  description:
    message`URL of the state-hub for results, or none (default: STATE_HUB_URL, else port 8000 on this machine, or 18000 with e2e-host)`,
}));

/** Returns the state-hub of {@link hubOption}, or else of the environment; undefined for `none`. */
export function hubHere(named: string | undefined, context: Context): HubAddress | undefined {
  return hubAddress(context.env, {
    named,
    fallback: DEFAULT_HUB[context.native === undefined ? "workstation" : "host"],
  });
}

/** Returns a parser for sizes as Docker accepts them, such as `500MB` or `0`. */
export function size(): ValueParser<"sync", string> {
  const parse = (input: string) => sizeBytes(input) === undefined ? undefined : input;
  return { ...string({ metavar: "SIZE" }), parse: parsing("a size such as 0, 500MB or 10GB", parse) };
}

/** Returns a parser for durations such as `90` (seconds), `90s` or `10m`; the value is in milliseconds. */
export function duration(): ValueParser<"sync", number> {
  return {
    mode: "sync",
    metavar: "DURATION",
    placeholder: 0,
    format: (ms) => `${ms / 1000}s`,
    parse: parsing("a duration such as 90, 90s or 10m", durationMs),
  };
}

/** Returns the `parse` of a value parser from a function that returns undefined for invalid input. */
function parsing<T>(expected: string, parse: (input: string) => T | undefined): ValueParser<"sync", T>["parse"] {
  return (input) => {
    const value = parse(input);
    return value === undefined
      ? { success: false, error: message`expected ${text(expected)}, found ${input}` }
      : { success: true, value };
  };
}
