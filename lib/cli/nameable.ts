import { string, type ValueParser } from "@optique/core/valueparser";

/** What a word of the command line can name, and completions can look up. */
export type Nameable = "HOST" | "ID" | "REPO" | "RUN" | "SERVICE" | "SLUG";

/** A text that names something: completions get `:HOST` and the like in place of the names, which only they know. */
export function nameable(metavar: Nameable): ValueParser<"sync", string> {
  return {
    ...string({ metavar }),
    *suggest() {
      yield { kind: "literal", text: `:${metavar}` };
    },
  };
}
