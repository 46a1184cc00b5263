import type { Said } from "./problem.ts";
import type { Place } from "./yaml_text.ts";

/** Something wrong with a value, by its place in the data. */
export interface Complaint extends Said {
  readonly place: Place;
}
