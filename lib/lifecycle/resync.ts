import { quote } from "../host/quote.ts";
import type { Container } from "../sandbox/containers.ts";
import { runScript, type Sandbox, writeFile } from "../sandbox/sandbox.ts";
import { environment, exportLines } from "./environment.ts";
import { whyNotUp } from "./guilty.ts";
import { failure, passed, type PhaseEnd } from "./phase.ts";
import { publishedPorts } from "./published_ports.ts";
import { hostFailure, type Run } from "./run.ts";
import { sendTree, type Sent, treeOf } from "./sync.ts";
import type { Stack } from "./up.ts";

/**
 * Brings what has changed in the repository into a sandbox that holds it already: files that are gone here go there too when
 * they came from here; what the stack or the tests wrote stays.
 */
export async function resync(run: Run, sandbox: Sandbox): Promise<PhaseEnd<Sent>> {
  const tree = await treeOf(run);
  if (tree.kind === "failed") return tree;
  const list = new TextEncoder().encode(tree.value.paths.map((path) => `${path}\0`).join(""));
  const removed = await runScript(sandbox, "unsend.sh", [sandbox.dir, `${list.length}`], {
    stdin: list,
    signal: run.signal,
    timeoutMs: 60_000,
  });
  if (removed.code !== 0) return hostFailure(run, removed, "Removing what is no longer in the repository");
  const synced = await sendTree(run, sandbox, Promise.resolve(tree));
  return synced.kind === "failed" ? synced : passed(synced.value.sent);
}

/** A stack that was left running, and told to the tests again; it has to be there still. */
export async function stackAgain(
  run: Run,
  sandbox: Sandbox,
  containers: readonly Container[] | undefined,
): Promise<PhaseEnd<Stack>> {
  if (containers === undefined) return failure("infra", `The Docker Engine of ${run.transport.name} does not answer`);
  const broken = containers.filter(isBroken);
  if (broken.length > 0 || containers.length === 0) {
    const names = broken.map(({ service }) => `"${service}"`).join(", ") || "no service";
    return failure(
      "unhealthy",
      `The stack is not up any more: ${names} ${broken.length > 0 ? "is down" : "is there"}`,
      {
        detail: await whyNotUp(sandbox, broken.map(({ service }) => service)),
        hint: `e2e run ${quote(run.plan.root)} --host ${run.transport.name} --keep makes another sandbox`,
      },
    );
  }
  const published = publishedPorts(containers);
  const written = await writeFile(sandbox, "environment", exportLines(environment(run.plan, sandbox, published)));
  if (written.code !== 0) return hostFailure(run, written, "Writing the environment");
  return passed({ sandbox, containers, checks: [], published });
}

/** A service that has done its work ended with 0. */
function isBroken({ state, exitCode, health }: Container): boolean {
  return health === "unhealthy" || (state !== "running" && !(state === "exited" && exitCode === 0));
}
