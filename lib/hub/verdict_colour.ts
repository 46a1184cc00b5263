import type { Outcome } from "../lifecycle/outcome.ts";

/** What an outcome says of a repository: green, red, or nothing. */
export type Colour = "green" | "red" | "grey";

const COLOURS: Partial<Record<Outcome, Colour>> = {
  passed: "green",
  undelivered: "green",
  busy: "grey",
  cancelled: "grey",
};

/** The outcomes that are not red. */
export const NOT_RED: readonly string[] = Object.keys(COLOURS);

/** The outcomes that are green. */
export const GREEN: readonly string[] = NOT_RED.filter((outcome) => verdictColour(outcome) === "green");

/** The colour of an outcome; red for one that this version does not know. */
export function verdictColour(outcome: string): Colour {
  return Object.hasOwn(COLOURS, outcome) ? COLOURS[outcome as Outcome] ?? "red" : "red";
}
