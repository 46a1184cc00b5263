import type { Container } from "../sandbox/containers.ts";
import { listContainers } from "../sandbox/containers.ts";
import { besideJob, type Sandbox } from "../sandbox/sandbox.ts";
import { lastLines, type RunContext } from "./run_context.ts";

const LINES = 50;

/**
 * What shows why a stack did not come up: the state of every container, and the last lines of the guilty ones, those that
 * ended with an error, restart or are not healthy, and of the services named in `suspects`.
 */
export async function whyNotUp(sandbox: Sandbox, suspects: readonly string[] = []): Promise<readonly string[]> {
  const containers = await listContainers(sandbox);
  if (containers === undefined) return ["the Docker Engine does not answer"];
  const guilty = containers.filter((each) => isGuilty(each) || suspects.includes(each.service));
  const shown = guilty.length > 0 ? guilty : containers.filter((each) => each.health !== "healthy");
  const logs = await Promise.all(shown.slice(0, 4).map((each) => tail(sandbox, each)));
  return [...containers.map(describeContainer), ...containers.flatMap(healthWords), ...logs.flat()];
}

/**
 * Tells of the services that after the tests ended with an error, restart or are not healthy, and gives the words; empty for
 * none. `containers` are undefined when the Docker Engine does not answer.
 */
export function reportFailingServices(run: RunContext, containers: readonly Container[] | undefined): string {
  if (containers === undefined) {
    run.recorder.notice("warning", "After the tests the Docker Engine does not answer: the services' state is unknown");
    return "";
  }
  const guilty = containers.filter(isGuilty).map(describeContainer).join("; ");
  if (guilty !== "") run.recorder.notice("warning", `After the tests not every service was well: ${guilty}`);
  return guilty;
}

/** What the healthcheck of a container that is not healthy said last. */
function healthWords({ service, health, healthOutput }: Container): readonly string[] {
  const lines = lastLines(healthOutput ?? "", 5);
  return health === "unhealthy" && lines.length > 0 ? [`${service}'s healthcheck says: ${lines.join("; ")}`] : [];
}

/** One line: what a container is doing. */
export function describeContainer(container: Container): string {
  const { service, state, health, exitCode, oomKilled, restarts } = container;
  const ended = state === "exited" || state === "dead"
    ? ` with code ${exitCode}${oomKilled ? ", out of memory" : ""}`
    : "";
  const again = restarts === 0 ? undefined : `restarted ${restarts === 1 ? "once" : `${restarts} times`}`;
  const more = [health, again].filter((each) => each !== undefined);
  return `${service}: ${state}${ended}${more.length > 0 ? ` (${more.join(", ")})` : ""}`;
}

function isGuilty({ state, health, exitCode, restarts }: Container): boolean {
  return health === "unhealthy" || restarts > 0 || state === "restarting" || state === "dead" ||
    (state === "exited" && exitCode !== 0);
}

async function tail(sandbox: Sandbox, container: Container): Promise<readonly string[]> {
  const argv = ["docker", "logs", "--tail", `${LINES}`, container.id] as const;
  const both = besideJob(sandbox, "sh", "-c", 'exec "$@" 2>&1', "sh", ...argv);
  const { code, stdout } = await sandbox.transport.run(both, { timeoutMs: 20_000 }), lines = lastLines(stdout, LINES);
  return lines.length === 0
    ? [code === 0 ? `${container.service} wrote nothing` : `the log of ${container.service} cannot be read`]
    : lines.map((line) => `${container.service} | ${line}`);
}
