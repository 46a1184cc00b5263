import type { ComposeModel } from "../../compose/compose_model.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { compose } from "./compose.ts";
import { dockerTrouble } from "../../compose/docker_trouble.ts";
import { failure, passed, type PhaseEnd } from "../../result/phase.ts";
import { hostFailure, lastLines, type RunContext } from "../run_context.ts";
import { sleep } from "../sleep.ts";
import { REGISTRY_HINT } from "./up_failure.ts";

/** How long is waited before each further try. */
const BACKOFF_MS = [1_000, 4_000];

/** Pulls the images of {@link missingServices}: three tries when the registry is in trouble, one when there is no such image. */
export async function pull(
  run: RunContext,
  sandbox: Sandbox,
  options: { readonly model: ComposeModel; readonly missing: readonly string[]; readonly untilMs: number },
): Promise<PhaseEnd<void>> {
  const { missing } = options;
  if (missing.length === 0) return passed(undefined);
  for (let tries = 0;; tries++) {
    const result = await compose(run, sandbox, { args: ["pull", ...missing], timeoutMs: options.untilMs - run.now() });
    if (result.code === 0) return passed(undefined);
    if (result.kind === "cancelled" || result.kind === "lost") return hostFailure(run, result, "Pulling images");
    const { outcome, kind } = dockerTrouble(result.stderr);
    const words = lastLines(result.stderr);
    const pause = BACKOFF_MS[tries];
    if (kind !== "registry" || pause === undefined || result.kind === "timed-out") {
      const images = missing.map((service) => options.model.services[service]?.image).join(", ");
      return failure(
        result.kind === "timed-out" ? "infra" : outcome,
        `Cannot pull ${images}: ${words.at(-1) ?? "no reason given"}`,
        {
          detail: words,
          hint: kind === "registry" ? REGISTRY_HINT : `docker pull ${images.split(", ")[0]}`,
        },
      );
    }
    run.recorder.retry(`the registry is in trouble, trying again in ${pause / 1000} s: ${words.at(-1) ?? ""}`);
    await sleep(pause, run.signal);
  }
}

/** One service for each image that is to be pulled and that the host does not have. */
export async function missingServices(run: RunContext, model: ComposeModel): Promise<readonly string[]> {
  const built = new Set(
    Object.entries(model.services).filter(([, each]) => each.build).map(([name]) => `${run.plan.project}-${name}`),
  );
  const byImage = new Map<string, string>();
  for (const [name, { build, image }] of Object.entries(model.services)) {
    if (!build && image !== undefined && !built.has(image)) byImage.set(image, name);
  }
  const ask = 'for image; do docker image inspect "$image" >/dev/null 2>&1 || echo "$image"; done';
  const result = await run.transport.run(["sh", "-c", ask, "sh", ...byImage.keys()], {
    signal: run.signal,
    timeoutMs: 60_000,
  });
  if (result.code !== 0) return [...byImage.values()]; // it is not known what is there
  return lastLines(result.stdout, byImage.size).flatMap((image) => byImage.get(image) ?? []);
}
