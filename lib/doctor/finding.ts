/** A safe fix that `e2e doctor --fix` makes. */
export type Fix = "gc" | "flush" | "make-home" | "remove-sockets";

/** The result of one check. */
export interface Finding {
  readonly name: string;
  readonly where: "here" | "host";
  /** With a `failure` a run would fail. */
  readonly grade: "ok" | "warning" | "failure";
  readonly found: string;
  /** What was expected. */
  readonly wanted?: string;
  /** The command that solves the problem, or a hint. */
  readonly mend?: string;
  readonly fix?: Fix;
}

/** Returns whether a run would fail. */
export function wouldFail(findings: readonly Finding[]): boolean {
  return findings.some(({ grade }) => grade === "failure");
}

/** A finding without its name, place and grade. */
type Rest = Omit<Finding, "name" | "where" | "grade">;

/** Returns functions that create the findings of one place. */
export function findingsAt(where: Finding["where"]) {
  return {
    ok: (name: string, found: string): Finding => ({ name, where, grade: "ok", found }),
    warning: (name: string, rest: Rest): Finding => ({ name, where, grade: "warning", ...rest }),
    failure: (name: string, rest: Rest): Finding => ({ name, where, grade: "failure", ...rest }),
  };
}
