import { type DockerTrouble, dockerTrouble, PROGRESS, speaksOfNetwork } from "../../compose/docker_trouble.ts";
import { normalImage } from "../../compose/isolate/tag_images.ts";
import type { ComposeModel } from "../../compose/compose_model.ts";
import type { ExecResult } from "../../host/exec.ts";
import { missingHint } from "../../repository/missing_hint.ts";
import { type Failure, failure } from "../../result/phase.ts";
import { lastLines } from "../../result/words.ts";
import { makeRoom } from "../../sandbox/host_facts.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { namedFailure, whyNotUp } from "../failing_services.ts";
import { idleBuilder } from "./idle_builder.ts";
import { portTaken, subnetTaken } from "./taken.ts";
import { engineSilent, hostFailure, lookHint, type RunContext, runLimitFailure } from "../run_context.ts";

/** The hint when a registry has a problem. */
export const REGISTRY_HINT = "check the host's network and the registry, then run again";

/** Options of {@link upFailure}. */
interface FailedCommand {
  readonly result: ExecResult;
  /** What failed, such as "The stack did not start". */
  readonly what: string;
  readonly model: ComposeModel;
  /** What to do when neither the host nor a registry is the reason; without it, how to look into the sandbox. */
  readonly hint?: string;
}

/** Returns why Docker Compose could not build or start the stack. */
export async function upFailure(run: RunContext, sandbox: Sandbox, failed: FailedCommand): Promise<Failure> {
  const { result, what } = failed;
  if (result.kind === "cancelled" || result.kind === "lost") return hostFailure(run, result, what);
  if (result.kind === "timed-out") return await lateFailure(run, sandbox, failed);
  const trouble = dockerTrouble(result.stderr), detail = errorLines(result);
  return await hostTrouble(run, trouble, { detail, sandbox, model: failed.model }) ??
    await baseImageFailure(run, sandbox, { ...failed, trouble }) ??
    await stackFailure(run, sandbox, { ...failed, trouble });
}

async function lateFailure(run: RunContext, sandbox: Sandbox, { result, what }: FailedCommand): Promise<Failure> {
  if (run.now() >= run.deadlineMs) return runLimitFailure(run);
  return failure("unhealthy", `${what} within its limit of ${run.plan.contract.upTimeoutMs / 1000} s`, {
    detail: [...lastLines(result.stderr), ...await whyNotUp(sandbox)],
    hint: "raise up_timeout in e2e/e2e.yml, or find out which service takes so long",
  });
}

function errorLines({ stderr }: ExecResult): readonly string[] {
  return lastLines(stderr).filter((line) => !PROGRESS.test(line));
}

/** What a failure of the host is explained with. */
interface Evidence {
  readonly detail: readonly string[];
  readonly sandbox: Sandbox;
  readonly model: ComposeModel;
}

/** Returns the failure if the host is the reason: a port or network is in use, the Docker Engine does not run, or the disk is full. */
async function hostTrouble(
  { transport }: RunContext,
  trouble: DockerTrouble,
  { detail, sandbox, model }: Evidence,
): Promise<Failure | undefined> {
  const host = transport.name;
  switch (trouble.kind) {
    case "port-taken":
      return await portTaken(sandbox, { ...trouble, model });
    case "subnet-taken":
      return await subnetTaken(sandbox, { model, detail });
    case "networks-used-up":
      return failure("busy", `${host} has no free network: ${detail.at(-1) ?? ""}`, {
        hint: `e2e ps --host ${host} lists the sandboxes that use networks; --wait 10m waits until one is free`,
      });
    case "engine":
      return engineSilent(host, { detail });
    case "disk-full":
      return failure("infra", `The disk of ${host} is full`, { detail, hint: makeRoom(host) });
    case "registry":
    case "no-such-image":
    case "build-step":
    case "other":
      return undefined;
    default:
      return trouble.kind satisfies never;
  }
}

/** A Dockerfile can name an image that another service builds. */
async function baseImageFailure(
  run: RunContext,
  sandbox: Sandbox,
  { result, model, trouble: { kind } }: FailedCommand & { readonly trouble: DockerTrouble },
): Promise<Failure | undefined> {
  if (kind !== "registry" && kind !== "no-such-image") return undefined;
  const [, base = ""] = / > \[.*\] load metadata for (\S+):$/m.exec(`${result.stdout}\n${result.stderr}`) ?? [];
  const userOf = (image: string) => normalImage(image) === normalImage(base) ? "a Dockerfile" : undefined;
  const also = "and let the Dockerfile take the image from a build argument: ARG BASE, FROM $BASE";
  return await idleBuilder(run, sandbox, { model, userOf, detail: errorLines(result), also });
}

async function stackFailure(
  run: RunContext,
  sandbox: Sandbox,
  { result, what, hint: own, trouble: { kind, outcome } }: FailedCommand & { readonly trouble: DockerTrouble },
): Promise<Failure> {
  const errors = errorLines(result), output = `${result.stdout}\n${result.stderr}`, { root, contract } = run.plan;
  const error = errors.at(-1) ?? `exit code ${result.code}`, cause = await namedFailure(sandbox, error);
  return failure(outcome, `${what}: ${cause ?? error}`, {
    detail: [
      ...lastLines(result.stdout),
      ...(cause === undefined ? errors.slice(0, -1) : errors),
      ...await whyNotUp(sandbox),
    ],
    hint: await missingHint(root, { sync: contract.sync, output }) ?? networkHint(run, kind, output) ?? own ??
      (kind === "other" ? lookHint(run) : undefined),
  });
}

function networkHint(run: RunContext, kind: DockerTrouble["kind"], output: string): string | undefined {
  if (kind === "registry") return REGISTRY_HINT;
  return kind === "build-step" && speaksOfNetwork(output)
    ? `the output of the build speaks of the network: can a build on ${run.transport.name} reach it?`
    : undefined;
}
