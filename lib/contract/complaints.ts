import type { z } from "zod";
import type { Complaint } from "./complaint.ts";
import { contractKeys, contractSchema } from "./contract_schema.ts";
import { nearest } from "./nearest.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Gives what is wrong with the values of a contract, each looked at on its own, for data of any form. */
export function complaints(data: unknown): readonly Complaint[] {
  const result = contractSchema.safeParse(data);
  return result.success ? [] : result.error.issues.flatMap((issue) => explain(issue, []));
}

function explain(issue: Issue, around: Path): readonly Complaint[] {
  const path = [...around, ...issue.path];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(path, key));
    case "invalid_key":
      return [{ place: { path: path.slice(0, -1), key: String(path.at(-1)) }, message: firstMessage(issue) }];
    case "invalid_union": {
      // Of "a path, or a list of paths" a list with one wrong element means the list.
      const inner = issue.errors.find((branch) => branch.every((deeper) => deeper.path.length > 0));
      if (inner !== undefined && inner.length > 0) return inner.flatMap((deeper) => explain(deeper, path));
      return [complaint(path, issue.message)];
    }
    default:
      return [complaint(path, issue.message)];
  }
}

function firstMessage(issue: z.core.$ZodIssueInvalidKey): string {
  return issue.issues[0]?.message ?? issue.message;
}

function complaint(path: Path, message: string): Complaint {
  return {
    place: { path },
    message,
    ...(path.length === 0 ? { hint: "e2e init --dry-run prints one to start from" } : {}),
  };
}

function unknownKey(path: Path, key: string): Complaint {
  const known = contractKeys[path.filter((part) => typeof part === "string").join(".")] ?? [];
  const near = nearest(key, known);
  return near === undefined
    ? { place: { path, key }, message: "unknown key", hint: `known keys are ${known.join(", ")}` }
    : { place: { path, key }, message: `unknown key, did you mean "${near}"?` };
}
