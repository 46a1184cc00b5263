/** What `e2e doctor --fix` may do by itself, because it takes nothing away that somebody wants. */
export type Fix = "gc" | "flush" | "make-home" | "remove-sockets";

/** One prerequisite of a run, and how it stands. */
export interface Finding {
  readonly name: string;
  readonly where: "here" | "host";
  /** `failure`: a run would fail. */
  readonly grade: "ok" | "warning" | "failure";
  readonly found: string;
  readonly wanted?: string;
  /** The command that mends it, or where to read how. */
  readonly mend?: string;
  readonly fix?: Fix;
}

/** Whether a run would fail. */
export function wouldFail(findings: readonly Finding[]): boolean {
  return findings.some(({ grade }) => grade === "failure");
}

/** What stands in a finding besides its name, place and grade. */
type Rest = Omit<Finding, "name" | "where" | "grade">;

/** Makes findings about one place. */
export function findingsAt(where: Finding["where"]) {
  return {
    ok: (name: string, found: string): Finding => ({ name, where, grade: "ok", found }),
    warning: (name: string, rest: Rest): Finding => ({ name, where, grade: "warning", ...rest }),
    failure: (name: string, rest: Rest): Finding => ({ name, where, grade: "failure", ...rest }),
  };
}
