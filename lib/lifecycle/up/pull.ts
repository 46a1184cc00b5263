import { composePull } from "../../compose/compose_argv.ts";
import type { ComposeModel } from "../../compose/compose_model.ts";
import { normalImage } from "../../compose/isolate/tag_images.ts";
import { dockerTrouble } from "../../compose/docker_trouble.ts";
import type { ExecResult } from "../../host/exec.ts";
import { onHost } from "../../host/on_host.ts";
import { type Failure, failure, passed, type PhaseEnd } from "../../result/phase.ts";
import { lastLines } from "../../result/words.ts";
import { runScript, type Sandbox } from "../../sandbox/sandbox.ts";
import { hostFailure, type RunContext } from "../run_context.ts";
import { sleep } from "../../host/sleep.ts";
import { compose, composeProject } from "./compose.ts";
import { idleBuilder } from "./idle_builder.ts";
import { REGISTRY_HINT } from "./up_failure.ts";

/** The pauses before further attempts. */
const BACKOFF_MS = [1_000, 4_000];

/** Options of {@link pull}. */
interface PullOptions {
  readonly model: ComposeModel;
  /** The services whose images are pulled, see {@link missingServices}. */
  readonly missing: readonly string[];
  readonly untilMs: number;
}

/** Pulls the missing images: up to three attempts when the registry has a problem, one when there is no such image. */
export async function pull(run: RunContext, sandbox: Sandbox, options: PullOptions): Promise<PhaseEnd<void>> {
  const { missing: services, untilMs } = options;
  if (services.length === 0) return passed(undefined);
  const argv = composePull({ ...composeProject(sandbox), services });
  for (let tries = 0;; tries++) {
    const result = await compose(run, sandbox, { argv, untilMs });
    if (result.code === 0) return passed(undefined);
    const pause = BACKOFF_MS[tries], isRegistry = dockerTrouble(result.stderr).kind === "registry";
    if (!isRegistry || pause === undefined || result.kind !== "exited") {
      return await pullFailure(run, sandbox, { ...options, result });
    }
    const last = lastLines(result.stderr).at(-1) ?? "";
    run.recorder.retry(`The registry has a problem, trying again in ${pause / 1000} s: ${last}`);
    await sleep(pause, run.signal);
  }
}

async function pullFailure(
  run: RunContext,
  sandbox: Sandbox,
  { result, model, missing }: PullOptions & { readonly result: ExecResult },
): Promise<Failure> {
  if (result.kind === "cancelled" || result.kind === "lost") return hostFailure(run, result, "Pulling images");
  const { outcome, kind } = dockerTrouble(result.stderr), detail = lastLines(result.stderr);
  const images = missing.map((service) => model.services[service]?.image);
  const userOf = (name: string) => {
    const user = missing.find((service) => normalImage(model.services[service]?.image ?? "") === normalImage(name));
    return user === undefined ? undefined : `service "${user}"`;
  };
  return await idleBuilder(run, sandbox, {
    model,
    userOf,
    detail,
    also: "or give a service without a profile the build",
  }) ?? failure(
    result.kind === "timed-out" ? "infra" : outcome,
    `Cannot pull ${images.join(", ")}: ${detail.at(-1) ?? "no reason given"}`,
    { detail, hint: kind === "registry" ? REGISTRY_HINT : onHost(run.transport.name, `docker pull ${images[0]}`) },
  );
}

/** Returns one service for each image that has to be pulled and that the host does not have. */
export async function missingServices(
  run: RunContext,
  sandbox: Sandbox,
  model: ComposeModel,
): Promise<readonly string[]> {
  const services = Object.entries(model.services);
  const built = new Set(services.filter(([, { build }]) => build).map(([name]) => `${sandbox.project}-${name}`));
  const byImage = new Map<string, string>();
  for (const [name, { build, image }] of services) {
    if (!build && image !== undefined && !built.has(image)) byImage.set(image, name);
  }
  const args = [sandbox.dir, ...byImage.keys()], limits = { signal: run.signal, timeoutMs: 60_000 };
  const result = await runScript(sandbox, "missing_images.sh", args, limits);
  if (result.code !== 0) return [...byImage.values()]; // unknown: pull all
  return lastLines(result.stdout, byImage.size).flatMap((image) => byImage.get(image) ?? []);
}
