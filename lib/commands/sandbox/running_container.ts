import { UserError } from "../../errors.ts";
import { listContainers } from "../../sandbox/containers.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { shortId } from "../../result/identity.ts";

/** The id of a container of a service that runs. Throws a UserError that names the services that do, or (`infra`) when the Engine does not answer. */
export async function runningContainer(sandbox: Sandbox, service: string): Promise<string> {
  const containers = await listContainers(sandbox);
  if (containers === undefined) {
    throw new UserError(`The Docker Engine of ${sandbox.transport.name} does not answer`, {
      hint: "docker info",
      outcome: "infra",
    });
  }
  const running = containers.filter(({ state }) => state === "running");
  const found = running.find((each) => each.service === service);
  if (found !== undefined) return found.id;
  const names = [...new Set(running.map((each) => each.service))].join(", ") || "none";
  throw new UserError(`No container of service "${service}" runs in ${sandbox.project}: running are ${names}`, {
    hint: `e2e logs ${shortId(sandbox.project)} ${service} --host ${sandbox.transport.name}`,
  });
}
