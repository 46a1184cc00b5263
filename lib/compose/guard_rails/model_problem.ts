import type { Allowance } from "../../contract/contract.ts";
import { describeValue } from "../../contract/describe_value.ts";

/** Something in a compose file that breaks isolation. */
export interface ModelProblem {
  /** Where it is, such as `services.web.privileged`. */
  readonly path: string;
  /** The value, described shortly. */
  readonly found: string;
  /** The word in `allow` that permits it; undefined for what is never permitted. */
  readonly allowance: Allowance | undefined;
  /** What it does, as the rest of a sentence. */
  readonly why: string;
  /** The path outside the repository that it uses: absolute, or relative to the repository for {@link leaving}. */
  readonly target?: string;
}

/** A path outside the repository that a compose file reaches by `..`. */
export interface Leaving {
  /** As in the compose file. */
  readonly written: string;
  /** Relative to the repository. */
  readonly target: string;
}

/**
 * Returns the problem of a path that leaves the repository by `..`: only the repository is sent, so that the path would lead to other
 * sandboxes, and no permission helps.
 */
export function leaving(path: string, { written, target }: Leaving): ModelProblem {
  const why = "leaves the repository, and only the repository is sent";
  return { path, found: describeValue(written), allowance: undefined, why, target };
}

/** Returns the target of a problem of {@link leaving}; undefined for others. */
export function leavingTarget({ allowance, target }: ModelProblem): string | undefined {
  return allowance === undefined ? target : undefined;
}

/** Where a service is in the model, and what its references can refer to. */
export interface ServicePlace {
  /** Such as `services.web`. */
  readonly path: string;
  /** The repository's physical directory. */
  readonly root: string;
  /** The service that has each fixed container name. */
  readonly containerNames: ReadonlyMap<string, string>;
}

/** Returns the problems that the contract's `allow` does not permit. */
export function notAllowed(problems: readonly ModelProblem[], allow: readonly Allowance[]): readonly ModelProblem[] {
  return problems.filter(({ allowance }) => allowance === undefined || !allow.includes(allowance));
}

/** Returns a problem for each label that only Compose may set: the clean-up of a sandbox finds its resources by them. */
export function labelProblems(
  labels: Readonly<Record<string, unknown>> | null | undefined,
  path: string,
): readonly ModelProblem[] {
  const why = "sets a label that only Compose may set, because the clean-up finds a sandbox by it";
  return Object.keys(labels ?? {}).filter((label) => label.startsWith("com.docker.compose."))
    .map((label) => ({ path, found: describeValue(label), allowance: undefined, why }));
}
