import { quote } from "../host/quote.ts";
import type { Container } from "../sandbox/containers.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { writeEnvironment, writeSecrets } from "./environment.ts";
import { whyNotUp } from "./failing_services.ts";
import { failure, passed, type PhaseEnd } from "../result/phase.ts";
import { publishedPorts } from "./published_ports.ts";
import type { RunContext } from "./run_context.ts";
import { sendTree, type Synced, treeOf } from "./sync/send_tree.ts";
import type { Stack } from "./up/up.ts";

/**
 * Sends the changes of the repository to a sandbox that has a copy. Files that were sent earlier and do not exist any more are
 * removed. Files that the stack or the tests wrote stay.
 */
export function resync(run: RunContext, sandbox: Sandbox): Promise<PhaseEnd<Synced>> {
  return sendTree(run, sandbox, { tree: treeOf(run), which: "sent" });
}

/** Returns the stack of a kept sandbox, and writes its environment for the tests. Fails if the stack is not running. */
export async function stackAgain(
  run: RunContext,
  sandbox: Sandbox,
  containers: readonly Container[] | undefined,
): Promise<PhaseEnd<Stack>> {
  if (containers === undefined) return failure("infra", `The Docker Engine of ${run.transport.name} does not answer`);
  const broken = containers.filter(isBroken);
  if (broken.length > 0 || containers.length === 0) {
    const names = broken.map(({ service }) => `"${service}" is down`).join(", ") || "it has no containers";
    return failure("unhealthy", `The stack is not running any more: ${names}`, {
      detail: await whyNotUp(sandbox, broken.map(({ service }) => service)),
      hint: `e2e run ${quote(run.plan.root)} --host ${run.transport.name} --keep makes a new sandbox`,
    });
  }
  const published = publishedPorts(containers);
  const failed = await writeEnvironment(run, sandbox, published) ?? await writeSecrets(run, sandbox);
  return failed ?? passed({ sandbox, containers, checks: [], published });
}

/** Whether a container is neither running nor ended with exit code 0. */
function isBroken({ state, exitCode, health }: Container): boolean {
  return health === "unhealthy" || (state !== "running" && !(state === "exited" && exitCode === 0));
}
