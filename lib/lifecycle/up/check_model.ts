import type { ComposeModel } from "../../compose/compose_model.ts";
import { composeSourceProblems } from "../../repository/compose_source_problems.ts";
import type { Contract } from "../../contract/contract.ts";
import { guardRails, renderModelProblems } from "../../compose/guard_rails/guard_rails.ts";
import { type Failure, failure } from "../../result/phase.ts";

/** What is checked against a contract: the resolved model, and the files that it came from. */
export interface Resolved {
  readonly model: ComposeModel;
  /** The repository's directory as the model's absolute paths have it. */
  readonly modelRoot: string;
  /** The compose files here, where they really lie, and the repository's root here. */
  readonly files: readonly string[];
  readonly root: string;
}

/** Holds a resolved compose model against the guard rails and the contract's checks; undefined when it may be run. */
export async function checkModel(contract: Contract, resolved: Resolved): Promise<Failure | undefined> {
  const { allow } = contract;
  const problems = [
    ...guardRails(resolved.model, { root: resolved.modelRoot, allow }),
    ...await composeSourceProblems(resolved.files, { root: resolved.root, allow }),
  ];
  if (problems.length > 0) {
    return failure("invalid", renderModelProblems(problems), {
      hint: "change the compose file, or name what is meant in allow: of e2e/e2e.yml",
    });
  }
  const known = Object.keys(resolved.model.services);
  for (const check of contract.healthChecks) {
    if (check.kind !== "service" || known.includes(check.service)) continue;
    return failure(
      "invalid",
      `Health check "${check.name}" asks for service "${check.service}": the compose file has ${
        known.join(", ") || "none"
      }`,
      { hint: "edit health_checks in e2e/e2e.yml" },
    );
  }
  return undefined;
}
