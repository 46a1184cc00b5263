import { dirname, join, relative } from "node:path";
import { isInside } from "../../files/inside.ts";
import { absolutePaths } from "../../compose/absolute_paths.ts";
import { isolate, type Isolated } from "../../compose/isolate/isolate.ts";
import { privateAddress } from "../../compose/isolate/private_address.ts";
import type { ComposeModel } from "../../compose/compose_model.ts";
import { modelWarnings } from "../../compose/model_warnings.ts";
import { pointChecks } from "../../compose/point_checks.ts";
import type { HealthCheck } from "../../contract/health_check.ts";
import { composeSourceProblems } from "../../repository/compose_source_problems.ts";
import { whyNotSent } from "../../repository/tree.ts";
import { emptySubmodules, submoduleCommand } from "../../repository/empty_submodules.ts";
import { missingHint } from "../../repository/missing_hint.ts";
import type { HeldPorts } from "../../compose/published_port.ts";
import { type Failure, failure, passed, type PhaseEnd } from "../../result/phase.ts";
import { contentValues } from "./content_values.ts";
import type { ModelPlace, PlanOfModel } from "./model_place.ts";
import { conflictFailure, modelFailure, problemFailure } from "./model_failure.ts";
import { composeFiles, resolveModel } from "./resolve_model.ts";

/** A compose model that may be run, isolated from other sandboxes. */
export interface CheckedModel extends Isolated {
  /** The sandbox's own address; undefined with `ports: host`. */
  readonly address: string | undefined;
  /** The contract's health checks, with the addresses and ports of the isolated model. */
  readonly checks: readonly HealthCheck[];
  /** The variables that secrets and configs of the model have as their content. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Resolves the compose files of a contract, checks them against the guard rails and the contract, and isolates the model.
 * `e2e run` and `e2e check` both use it, so that they refuse and warn in the same way.
 */
export async function checkModel(plan: PlanOfModel, place: ModelPlace): Promise<PhaseEnd<CheckedModel>> {
  const { contract, root } = plan;
  const { here, there } = await composeFiles(plan, place);
  const sources = await composeSourceProblems(here, { root, allow: contract.allow });
  const resolved = await resolveModel(plan, place, there);
  if (resolved.kind === "failed") {
    return resolved.outcome === "invalid" ? problemFailure(sources, root) ?? await withHint(plan, resolved) : resolved;
  }
  const toRoot = relative(dirname(here[0] ?? root), root); // Compose reads relative paths from the first file's directory
  const model = absolutePaths(resolved.value, dirname(there[0] ?? ""));
  const refused = modelFailure(contract, {
    model,
    repository: place.repository,
    leaves: (path) => {
      const target = isInside(path, `${dirname(place.repository)}/artifacts`) ? undefined : place.climbed(path);
      return target === undefined ? undefined : { target, written: join(toRoot, target) };
    },
    sources,
    root,
  });
  if (refused !== undefined) return refused;
  const variables = await contentValues(plan, place, { model, files: there });
  if (variables.kind === "failed") return variables;
  const address = contract.ports === "private" ? privateAddress(plan.runId) : undefined;
  const held = address === undefined ? new Set<string>() : await place.heldPorts();
  const isolated = isolateModel(plan, place, { model, address, held });
  const conflict = conflictFailure(contract, isolated.model);
  if (conflict !== undefined) return conflict;
  const why = (path: string) => whyNotSent(root, path, contract.sync);
  const submodules = (await emptySubmodules(root)).map((path) => ({ path, command: submoduleCommand(path) }));
  const found = { ...isolated, root: place.repository, paths: place.paths, whyNotSent: why, submodules };
  modelWarnings(contract, found).forEach(place.warn);
  const checks = pointChecks(contract.healthChecks, isolated.ports, address);
  return strangerFailure(checks, held) ?? passed({ ...isolated, address, checks, variables: variables.value });
}

/** Adds a hint to a failure that comes from something that git has and that is not sent. */
async function withHint({ root, contract: { sync } }: PlanOfModel, failure: Failure): Promise<Failure> {
  const output = [failure.message, ...failure.detail ?? []].join("\n");
  return { ...failure, hint: await missingHint(root, { sync, output }) ?? failure.hint };
}

function isolateModel(
  { project, runId, contract: { stopGraceMs } }: PlanOfModel,
  { sandbox }: ModelPlace,
  { model, address, held }: {
    readonly model: ComposeModel;
    readonly address: string | undefined;
    readonly held: HeldPorts;
  },
): Isolated {
  const ports = address === undefined ? { kind: "host" as const } : { kind: "private" as const, address, held };
  return isolate(model, { project, runId, sandbox, stopGraceMs, ports });
}

/** A program that listens on all addresses of the host would answer on the sandbox's address too. */
function strangerFailure(checks: readonly HealthCheck[], held: HeldPorts): Failure | undefined {
  for (const check of checks) {
    const at = check.kind === "service" ? undefined : check.at;
    if (at === undefined || at.ifLoopback || at.service !== undefined || !held.has(`${at.port}/tcp`)) continue;
    return failure(
      "invalid",
      `Health check "${check.name}" would be answered by another program of the host: it listens on port ${at.port}, and no service publishes that port`,
      { hint: "edit health_checks in e2e/e2e.yml, or publish the port in the compose file" },
    );
  }
  return undefined;
}
