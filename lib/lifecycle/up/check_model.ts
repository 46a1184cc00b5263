import { join, relative } from "node:path";
import { composeConfig } from "../../compose/compose_argv.ts";
import { composeErrors, composeWarnings } from "../../compose/compose_messages.ts";
import { type ComposeModel, parseComposeModel } from "../../compose/compose_model.ts";
import { dockerTrouble } from "../../compose/docker_trouble.ts";
import { guardRails, renderRefusals } from "../../compose/guard_rails/guard_rails.ts";
import { isolate, type Isolated } from "../../compose/isolate/isolate.ts";
import { privateAddress } from "../../compose/isolate/private_address.ts";
import { modelWarnings } from "../../compose/model_warnings.ts";
import { pointChecks } from "../../compose/point_checks.ts";
import type { Contract, HealthCheck } from "../../contract/contract.ts";
import { UserError } from "../../errors.ts";
import type { Argv, ExecResult } from "../../host/exec.ts";
import { quote } from "../../host/quote.ts";
import { composeSourceRefusals } from "../../repository/compose_sources.ts";
import { whyNotSent } from "../../repository/tree.ts";
import { type Failure, failure, failureOf, passed, type PhaseEnd } from "../../result/phase.ts";
import type { Plan } from "../plan.ts";

/** The place where Docker Compose reads the repository: the sandbox of a run, or this machine for `e2e check`. */
export interface ModelPlace {
  /** The host as people call it. */
  readonly host: string;
  /** The repository's directory there. */
  readonly repository: string;
  /** The sandbox's directory there. */
  readonly sandbox: string;
  /** The files that are sent, relative to the repository's root. */
  readonly paths: readonly string[];
  /** Runs Docker Compose there. */
  readonly compose: (argv: Argv) => Promise<PhaseEnd<ExecResult>>;
  /** Returns the ports that cannot be bound on any address. */
  readonly heldPorts: () => Promise<ReadonlySet<number>>;
  readonly warn: (text: string) => void;
}

/** A compose model that may be run, isolated from other sandboxes. */
export interface CheckedModel extends Isolated {
  /** The sandbox's own address; undefined with `ports: host`. */
  readonly address: string | undefined;
  /** The contract's health checks, with the addresses and ports of the isolated model. */
  readonly checks: readonly HealthCheck[];
}

type PlanOfModel = Pick<Plan, "runId" | "project" | "contract" | "root">;

/**
 * Resolves the compose files of a contract, checks them against the guard rails and the contract, and isolates the model.
 * `e2e run` and `e2e check` both use it, so that they refuse and warn alike.
 */
export async function checkModel(plan: PlanOfModel, place: ModelPlace): Promise<PhaseEnd<CheckedModel>> {
  const { contract, root } = plan;
  const files = await Promise.all(contract.composeFiles.map((file) => Deno.realPath(join(root, file))));
  const resolved = await resolveModel(plan, place, files);
  if (resolved.kind === "failed") return resolved;
  const refused = await refusal(contract, { model: resolved.value, place, files, root }) ??
    unknownService(contract, resolved.value);
  if (refused !== undefined) return refused;
  const address = contract.ports === "private" ? privateAddress(plan.runId) : undefined;
  const isolated = await isolateModel(plan, place, { model: resolved.value, address });
  const why = (path: string) => whyNotSent(root, path, contract.sync);
  const found = { ...isolated, root: place.repository, paths: place.paths, whyNotSent: why };
  modelWarnings(contract, found).forEach(place.warn);
  const { healthChecks } = contract;
  const checks = address === undefined ? healthChecks : pointChecks(healthChecks, isolated.ports, address);
  return passed({ ...isolated, address, checks });
}

/** Runs `docker compose config`. The files keep their physical place, so that relative paths in a linked file stay valid. */
async function resolveModel(
  { project, contract, root }: PlanOfModel,
  { repository, host, compose, warn }: ModelPlace,
  files: readonly string[],
): Promise<PhaseEnd<ComposeModel>> {
  const { profiles, composeFiles } = contract;
  const there = files.map((file) => join(repository, relative(root, file)));
  const ended = await compose(composeConfig({ project, files: there, profiles }));
  if (ended.kind === "failed") return ended;
  const { code, stdout, stderr } = ended.value;
  if (code !== 0) return composeFailure(stderr, { host, root, file: composeFiles.join(", ") });
  composeWarnings(stderr).forEach(warn);
  try {
    return passed(parseComposeModel(stdout));
  } catch (error) {
    if (error instanceof UserError) return failureOf(error);
    throw error;
  }
}

function composeFailure(
  stderr: string,
  { host, root, file }: { readonly host: string; readonly root: string; readonly file: string },
): Failure {
  const { kind, outcome } = dockerTrouble(stderr), errors = composeErrors(stderr);
  if (kind === "engine" || kind === "disk-full") {
    return failure(outcome, `Docker Compose failed on ${host}`, { detail: errors });
  }
  return failure("invalid", `Docker Compose refuses "${file}": ${errors.at(-1) ?? "it gives no reason"}`, {
    detail: errors.slice(0, -1),
    hint: `edit ${file}, then: e2e check ${quote(root)}`,
  });
}

async function refusal(
  { allow }: Contract,
  { model, place, files, root }: {
    readonly model: ComposeModel;
    readonly place: ModelPlace;
    readonly files: readonly string[];
    readonly root: string;
  },
): Promise<Failure | undefined> {
  const refusals = [
    ...guardRails(model, { root: place.repository, allow }),
    ...await composeSourceRefusals(files, { root, allow }),
  ];
  return refusals.length === 0 ? undefined : failure("invalid", renderRefusals(refusals), {
    hint: "change the compose file, or add the permission to allow: in e2e/e2e.yml",
  });
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

async function isolateModel(
  { project, runId, contract: { stopGraceMs } }: PlanOfModel,
  { sandbox, heldPorts }: ModelPlace,
  { model, address }: { readonly model: ComposeModel; readonly address: string | undefined },
): Promise<Isolated> {
  const ports = address === undefined
    ? { kind: "host" as const }
    : { kind: "private" as const, address, held: await heldPorts() };
  return isolate(model, { project, runId, sandbox, stopGraceMs, ports });
}
