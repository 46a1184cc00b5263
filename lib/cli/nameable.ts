import { string, type ValueParser } from "@optique/core/valueparser";

const NAMEABLE = ["HOST", "ID", "REPO", "RUN", "SERVICE", "SLUG"] as const;

/** A kind of name on the command line that completions can look up. */
export type Nameable = typeof NAMEABLE[number];

/** Returns whether a text is a kind of name. */
export function isNameable(text: string | undefined): text is Nameable {
  return NAMEABLE.some((each) => each === text);
}

/** Returns a parser for a name. It suggests a placeholder such as `:HOST`, which completions replace by the known names. */
export function nameable(metavar: Nameable): ValueParser<"sync", string> {
  return {
    ...string({ metavar }),
    *suggest() {
      yield { kind: "literal", text: `:${metavar}` };
    },
  };
}
