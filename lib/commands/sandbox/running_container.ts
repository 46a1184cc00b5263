import { UserError } from "../../errors.ts";
import { onHost } from "../../host/on_host.ts";
import { type Container, listContainers } from "../../sandbox/containers.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { shortId } from "../../result/identity.ts";

/** Returns the containers of a sandbox. Throws a UserError (`infra`) when the Docker Engine does not answer. */
export async function containersOf(sandbox: Sandbox): Promise<readonly Container[]> {
  const containers = await listContainers(sandbox);
  if (containers !== undefined) return containers;
  const { name } = sandbox.transport;
  throw new UserError(`The Docker Engine of ${name} does not answer`, {
    hint: onHost(name, "docker info"),
    outcome: "infra",
  });
}

/** Returns the id of a running container of a service. Throws a UserError that names the running services, or (`infra`) when Docker does not answer. */
export async function runningContainer(sandbox: Sandbox, service: string): Promise<string> {
  const running = (await containersOf(sandbox)).filter(({ state }) => state === "running");
  const found = running.find((each) => each.service === service);
  if (found !== undefined) return found.id;
  const names = [...new Set(running.map((each) => each.service))].join(", ") || "none";
  throw new UserError(`No container of service "${service}" is running in ${sandbox.project} (running: ${names})`, {
    hint: `e2e logs ${shortId(sandbox.project)} --host ${sandbox.transport.name}`,
  });
}
