import type { z } from "zod";
import { contractKeys, contractSchema } from "./contract_schema.ts";
import { nearest } from "./nearest.ts";
import type { ProblemText } from "./problem.ts";
import type { Place } from "./yaml/yaml_text.ts";

/** A problem with a value, at its place in the data. */
export interface ValueProblem extends ProblemText {
  readonly place: Place;
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Returns the problems of each value of a contract, checked on its own. `data` may be anything. */
export function valueProblems(data: unknown): readonly ValueProblem[] {
  const result = contractSchema.safeParse(data);
  return result.success ? [] : result.error.issues.flatMap((issue) => problemsOf(issue, []));
}

function problemsOf(issue: Issue, parent: Path): readonly ValueProblem[] {
  const path = [...parent, ...issue.path];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(path, key));
  if (issue.code === "invalid_key") {
    const message = issue.issues[0]?.message ?? issue.message;
    return [{ place: { path: path.slice(0, -1), key: String(path.at(-1)) }, message }];
  }
  if (issue.code === "invalid_union") {
    // A list with one wrong element was meant as the list branch of "a path, or a list of paths".
    const branch = issue.errors.find((issues) => issues.every((inner) => inner.path.length > 0));
    if (branch !== undefined && branch.length > 0) return branch.flatMap((inner) => problemsOf(inner, path));
  }
  return [problemAt(path, issue.message)]; // a message of our schema
}

function problemAt(path: Path, message: string): ValueProblem {
  return {
    place: { path },
    message,
    ...(path.length === 0 ? { hint: "e2e init --dry-run prints a contract to start from" } : {}),
  };
}

function unknownKey(path: Path, key: string): ValueProblem {
  const known = contractKeys[path.filter((part) => typeof part === "string").join(".")] ?? [];
  const near = nearest(key, known);
  return near === undefined
    ? { place: { path, key }, message: "unknown key", hint: `known keys are ${known.join(", ")}` }
    : { place: { path, key }, message: `unknown key, did you mean "${near}"?` };
}
