import { type ComposeModel, type ComposeService, parseComposeModel } from "../compose/compose_model.ts";
import { replicas } from "../compose/replicas.ts";
import { quote } from "../host/quote.ts";
import type { Container } from "../sandbox/containers.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { writeEnvironment, writeSecrets } from "./environment.ts";
import { whyNotUp } from "./failing_services.ts";
import { failure, passed, type PhaseEnd } from "../result/phase.ts";
import { publishedPorts } from "./published_ports.ts";
import { engineSilent, hostFailure, type RunContext } from "./run_context.ts";
import { sendTree, type Synced, treeOf } from "./sync/send_tree.ts";
import type { Stack } from "./up/up.ts";

/**
 * Sends the changes of the repository to a sandbox that has a copy. Files that were sent earlier and do not exist any more are
 * removed. Files that the stack or the tests wrote stay.
 */
export function resync(run: RunContext, sandbox: Sandbox): Promise<PhaseEnd<Synced>> {
  return sendTree(run, sandbox, { tree: treeOf(run), which: "sent" });
}

/** Returns the stack of a kept sandbox, and writes its environment for the tests. Fails if a container is not running, or was removed. */
export async function stackAgain(
  run: RunContext,
  sandbox: Sandbox,
  containers: readonly Container[] | undefined,
): Promise<PhaseEnd<Stack>> {
  if (containers === undefined) return engineSilent(run.transport.name);
  const model = await run.transport.run(["cat", `${sandbox.dir}/compose.json`], { timeoutMs: 60_000 });
  if (model.code !== 0) return hostFailure(run, model, "Reading the compose model");
  const { broken, gone } = brokenServices(parseComposeModel(model.stdout), containers);
  if (broken.length + gone.length > 0) {
    const names = [
      ...broken.map((service) => `"${service}" is down`),
      ...gone.map((service) => `a container of "${service}" was removed`),
    ];
    return failure("unhealthy", `The stack is not running any more: ${names.join(", ")}`, {
      detail: await whyNotUp(sandbox, broken),
      hint: `e2e run ${quote(run.plan.root)} --host ${run.transport.name} --keep makes a new sandbox`,
    });
  }
  const published = publishedPorts(containers);
  const failed = await writeEnvironment(run, sandbox, published) ?? await writeSecrets(run, sandbox);
  return failed ?? passed({ sandbox, containers, checks: [], published });
}

/** Returns the services of a model with a container that is not up any more, and those of which a container was removed. */
export function brokenServices(
  { services }: ComposeModel,
  containers: readonly Container[],
): { readonly broken: readonly string[]; readonly gone: readonly string[] } {
  const broken = containers.filter((each) => isBroken(each, services[each.service])).map(({ service }) => service);
  const gone = Object.entries(services).filter(([name, one]) =>
    // a provider runs its service outside of Compose
    one.provider === undefined && containers.filter(({ service }) => service === name).length < replicas(one)
  ).map(([name]) => name);
  return { broken: [...new Set(broken)], gone };
}

/** Whether a container is not running, and neither waits for its next start after exit code 0 nor is done. */
function isBroken({ state, exitCode, health }: Container, service: ComposeService | undefined): boolean {
  const isDone = state === "restarting" || (state === "exited" && (service === undefined || !goesOn(service)));
  return health === "unhealthy" || (state !== "running" && !(isDone && exitCode === 0));
}

/** Whether a service is meant to go on: it has ports, a healthcheck, or is always restarted. */
function goesOn({ ports, healthcheck, restart }: ComposeService): boolean {
  return (ports ?? []).length > 0 || Boolean(healthcheck) || restart === "always" || restart === "unless-stopped";
}
