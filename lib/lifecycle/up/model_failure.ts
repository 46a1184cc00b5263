import { join } from "node:path";
import type { ComposeModel } from "../../compose/compose_model.ts";
import { guardRails, renderModelProblems } from "../../compose/guard_rails/guard_rails.ts";
import { type Leaving, leavingTarget, type ModelProblem } from "../../compose/guard_rails/model_problem.ts";
import { portConflict } from "../../compose/port_conflict.ts";
import { fixedSubnets, overlapWithin } from "../../compose/subnets.ts";
import type { Contract } from "../../contract/contract.ts";
import { isInside } from "../../files/inside.ts";
import { gitPlace } from "../../repository/git_copy.ts";
import { type Failure, failure } from "../../result/phase.ts";

/** A resolved model, and what its problems are explained with. */
interface Resolved {
  readonly model: ComposeModel;
  /** The repository's directory, as in the model's absolute paths. */
  readonly repository: string;
  /** See {@link guardRails}. */
  readonly leaves: (path: string) => Leaving | undefined;
  readonly sources: readonly ModelProblem[];
  /** The repository's root on this machine. */
  readonly root: string;
}

/**
 * Returns why a resolved model may not be run: it or its `sources` break a guard rail, or it lacks a service that a health check
 * names.
 */
export function modelFailure(contract: Contract, resolved: Resolved): Failure | undefined {
  const { model, repository, leaves, sources, root } = resolved;
  const problems = guardRails(model, { root: repository, allow: contract.allow, leaves });
  return problemFailure([...problems, ...sources], root) ?? unknownService(contract, model);
}

/** Returns why the containers and networks of an isolated model cannot all start: they need the same port or the same addresses. */
export function conflictFailure({ ports }: Contract, model: ComposeModel): Failure | undefined {
  const port = portConflict(model), subnets = overlapWithin(fixedSubnets(model));
  if (port !== undefined) {
    const more = ports === "private" ? "" : ", or set ports: private in e2e/e2e.yml";
    return failure("invalid", port.found, {
      hint: port.isReplicas
        ? 'publish a range of ports, such as "8080-8089:80", or only the port of the container: Docker chooses a free one'
        : `give each a port of its own in the compose file${more}`,
    });
  }
  if (subnets === undefined) return undefined;
  const named = subnets.map(({ network, subnet }) => `"${network}" (${subnet})`).join(" and ");
  return failure("invalid", `The subnets of networks ${named} overlap`, {
    hint: "change one of them in the compose file; without subnet: and ipv4_address: Docker chooses a free one",
  });
}

/** Returns the failure of a model that breaks guard rails. `root` is the repository's root on this machine. */
export function problemFailure(problems: readonly ModelProblem[], root: string): Failure | undefined {
  if (problems.length === 0) return undefined;
  const targets = problems.flatMap((problem) => leavingTarget(problem) ?? []);
  const isAllowable = problems.some(({ allowance }) => allowance !== undefined);
  return failure("invalid", renderModelProblems(problems), {
    hint: targets.length > 0
      ? leavingHint(root, targets)
      : `change the compose file${isAllowable ? ", or add the permission to allow: in e2e/e2e.yml" : ""}`,
  });
}

function leavingHint(root: string, targets: readonly string[]): string {
  const top = gitPlace(root) ?? "", isMonorepo = targets.every((each) => isInside(join(root, each), join(root, top)));
  return top !== "" && isMonorepo
    ? `the contract belongs at the monorepo's root, ${top}: move e2e/ there, and write its paths from there`
    : "the contract belongs in a directory that holds all that the stack needs: move e2e/ there, or the files here";
}

function unknownService({ healthChecks }: Contract, { services }: ComposeModel): Failure | undefined {
  const known = Object.keys(services);
  const check = healthChecks.find((each) => each.kind === "service" && !known.includes(each.service));
  if (check?.kind !== "service") return undefined;
  const found = `the compose file has ${known.join(", ") || "no services"}`;
  return failure("invalid", `Health check "${check.name}" names service "${check.service}": ${found}`, {
    hint: "edit health_checks in e2e/e2e.yml",
  });
}
