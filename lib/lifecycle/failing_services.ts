import type { Container } from "../sandbox/containers.ts";
import { listContainers } from "../sandbox/containers.ts";
import { dockerLogs } from "../sandbox/docker_argv.ts";
import { besideJob, type Sandbox } from "../sandbox/sandbox.ts";
import { count, lastLines } from "../result/words.ts";
import { quotable } from "./ready/ready_line.ts";
import type { RunContext } from "./run_context.ts";

const LINES = 50;
/** Logs of more services are left out. */
const MAX_LOGS = 4;

/**
 * Returns lines that show why a stack is not healthy: the state of every container, and the last lines of the logs of the failing
 * services and of `suspects`.
 */
export async function whyNotUp(sandbox: Sandbox, suspects: readonly string[] = []): Promise<readonly string[]> {
  const containers = await listContainers(sandbox);
  if (containers === undefined) return ["the Docker Engine does not answer"];
  const failing = containers.filter((each) => isFailing(each) || suspects.includes(each.service));
  const shown = failing.length > 0 ? failing : containers.filter((each) => each.health !== "healthy");
  const logs = await Promise.all(shown.slice(0, MAX_LOGS).map((each) => logLines(sandbox, each)));
  return [...containers.map(describeContainer), ...containers.flatMap(healthcheckLines), ...logs.flat()];
}

/**
 * Reports the services that failed during the tests, and returns their description; empty if there are none. `containers` is
 * undefined if the Docker Engine does not answer.
 */
export function reportFailingServices(run: RunContext, containers: readonly Container[] | undefined): string {
  if (containers === undefined) {
    const text = "The Docker Engine does not answer after the tests: the state of the services is unknown";
    run.recorder.notice("warning", text);
    return "";
  }
  const failing = containers.filter(isFailing).map(describeContainer).join("; ");
  if (failing !== "") run.recorder.notice("warning", `Not every service was healthy after the tests: ${failing}`);
  return failing;
}

/**
 * Returns why the container that Compose names could not start the rest, such as `service "db" is unhealthy: "no answer"`.
 * Undefined when `error` names no container of the sandbox that fails.
 */
export async function namedFailure(sandbox: Sandbox, error: string): Promise<string | undefined> {
  const [, name, service] = NAMES_CONTAINER.exec(error) ?? [];
  if (name === undefined && service === undefined) return undefined;
  const containers = await listContainers(sandbox) ?? [];
  const found = containers.find((each) => (each.name === name || each.service === service) && isFailing(each));
  return found && describeFailure(found, await lastWords(sandbox, found));
}

/** Source: the messages of Compose 2.26 for a dependency that failed. */
const NAMES_CONTAINER =
  /container (\S+) (?:is unhealthy|exited \(\d+\)|is not running)|service "([^"]+)" didn't complete successfully/;

/** Describes why a failing container fails, in a phrase. */
export function describeFailure(container: Container, words: string): string {
  const { service, state, health, exitCode, crashes, restarts } = container, said = words === "" ? "" : `: "${words}"`;
  const what = `service "${service}"`, answer = quotable(lastLines(container.healthOutput ?? "", 1).at(-1) ?? "");
  if (crashes > 0) {
    const code = state === "running" ? "" : ` with code ${exitCode}`; // while it runs, Docker does not keep the code
    return `${what} keeps ending${code} (${count(restarts, "restart", "restarts")})${said}`;
  }
  if (health === "unhealthy") {
    return `${what} is unhealthy: ${answer === "" ? "its healthcheck printed nothing" : `"${answer}"`}`;
  }
  return `${what} ended with code ${exitCode}${said}`;
}

/** Returns the last line of a container's errors, else of its output. */
async function lastWords(sandbox: Sandbox, { id }: Container): Promise<string> {
  const argv = besideJob(sandbox, ...dockerLogs({ container: id, lines: LINES }));
  const { stdout, stderr, code } = await sandbox.transport.run(argv, { timeoutMs: 20_000 });
  return code === 0 ? quotable(lastLines(stderr, 1).at(-1) ?? lastLines(stdout, 1).at(-1) ?? "") : "";
}

/** Returns the last output of an unhealthy container's healthcheck. */
function healthcheckLines({ service, health, healthOutput }: Container): readonly string[] {
  const lines = lastLines(healthOutput ?? "", 5);
  return health === "unhealthy" && lines.length > 0 ? [`healthcheck of ${service}: ${lines.join("; ")}`] : [];
}

/** Describes the state of a container in one line. */
function describeContainer(container: Container): string {
  const { service, state, health, exitCode, oomKilled, restarts } = container;
  const preposition = state === "restarting" ? "after" : state === "exited" || state === "dead" ? "with" : undefined;
  const ended = preposition && ` ${preposition} code ${exitCode}${oomKilled ? ", out of memory" : ""}`;
  const restarted = restarts === 0 ? undefined : `restarted ${restarts === 1 ? "once" : `${restarts} times`}`;
  const more = [health, restarted].filter((each) => each !== undefined);
  return `${service}: ${state}${ended ?? ""}${more.length > 0 ? ` (${more.join(", ")})` : ""}`;
}

/** Whether a container ended with an error, was restarted after one, or is not healthy. */
function isFailing({ state, health, exitCode, crashes }: Container): boolean {
  return health === "unhealthy" || crashes > 0 || state === "dead" ||
    (["exited", "restarting"].includes(state) && exitCode !== 0);
}

async function logLines(sandbox: Sandbox, { id, service }: Container): Promise<readonly string[]> {
  const argv = dockerLogs({ container: id, lines: LINES });
  const both = besideJob(sandbox, "sh", "-c", 'exec "$@" 2>&1', "sh", ...argv);
  const { code, stdout } = await sandbox.transport.run(both, { timeoutMs: 20_000 }), lines = lastLines(stdout, LINES);
  if (code !== 0) return [`the log of ${service} cannot be read: ${lines.at(-1) ?? "Docker gives no reason"}`];
  if (lines.length > 0) return lines.map((line) => `${service} | ${line}`);
  return [`${service} wrote nothing`];
}
