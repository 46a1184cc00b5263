import type { ComposeModel } from "../compose_model.ts";
import type { Allowance } from "../../contract/contract.ts";
import { type Leaving, leaving, type ModelProblem, notAllowed } from "./model_problem.ts";
import { resourceProblems } from "./resource_problems.ts";
import { serviceProblems } from "./service_problems.ts";

/** Options of {@link guardRails}. */
interface RailsOptions {
  readonly root: string;
  readonly allow: readonly Allowance[];
  /** Returns how a path of the model leaves the repository; undefined if it is written absolute. */
  readonly leaves?: (path: string) => Leaving | undefined;
}

/**
 * Returns what a compose model does that breaks isolation and that the contract does not allow, in the order of the model.
 * `root` is the repository's physical directory, as in the absolute paths of the model; links below it are not followed.
 * This protects against accidents, not against attacks: the test command itself is a shell on the host.
 */
export function guardRails(
  model: ComposeModel,
  { root, allow, leaves }: RailsOptions,
): readonly ModelProblem[] {
  const containerNames = new Map(
    Object.entries(model.services).flatMap(([name, { container_name }]) =>
      container_name === undefined ? [] : [[container_name, name] as const]
    ),
  );
  const services = Object.entries(model.services).flatMap(([name, service]) =>
    serviceProblems(service, { path: `services.${name}`, root, containerNames })
  );
  const problems = [...services, ...resourceProblems(model, root)].map((problem) => {
    const way = problem.target === undefined ? undefined : leaves?.(problem.target);
    return way === undefined ? problem : leaving(problem.path, way);
  });
  return notAllowed(problems, allow);
}

/** Renders one line for each problem, with the word for the contract's `allow`. */
export function renderModelProblems(problems: readonly ModelProblem[]): string {
  return problems.map(({ path, found, why, allowance }) =>
    `${path}: ${why}, found ${found}${allowance === undefined ? "" : ` (allow: ${allowance})`}`
  ).join("\n");
}
