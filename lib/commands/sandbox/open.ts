import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { UserError } from "../../errors.ts";
import { lostHost } from "../../host/ssh/ssh_trouble.ts";
import { listSandboxes, pickLatest } from "../../sandbox/list_sandboxes.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Context } from "../../cli/context.ts";
import { hostOption, sandboxArgument, serviceArgument } from "../../cli/options.ts";
import { defineCommand } from "../../cli/define_command.ts";
import { withHost } from "../../cli/with_host.ts";
import { containersOf } from "./running_container.ts";
import { type OpenPort, openPortLine, openPorts } from "./open_ports.ts";

const missing = { endOfInput: message`No sandbox given` };
const parser = object({
  id: sandboxArgument(missing),
  service: serviceArgument(message`only the ports of this service`),
  host: hostOption,
}, { errors: missing });

const examples = ["e2e open 1a2b3c4d", "e2e open shop web"];

/** `e2e open`: opens tunnels to the published ports of a sandbox and prints their addresses here, until Ctrl-C. */
export const open = defineCommand({ name: "e2e open", parser, examples }, async (options, context) => {
  return await withHost(options.host, context, async (transport) => {
    const { project, dir } = pickLatest(await listSandboxes(transport), options.id, transport.name);
    const sandbox = { transport, project, dir };
    const ports = openPorts(sandbox, await containersOf(sandbox), options.service);
    const tunnels = await openTunnels(sandbox, ports);
    for (const [at, port] of ports.entries()) context.stdout(openPortLine(port, tunnels[at] ?? ""));
    if (transport.name === "local") return 0;
    context.stderr(`Tunnels to ${project} on ${transport.name} are open until Ctrl-C\n`);
    return await holdOpen(sandbox, { ports, tunnels }, context);
  });
});

interface Tunnels {
  readonly ports: readonly OpenPort[];
  /** Their addresses on this machine, in the same order. */
  readonly tunnels: readonly string[];
}

/** Opens the tunnels again after each lost connection, on the same ports, until the user ends it. Throws a UserError when the sandbox was removed. */
async function holdOpen(sandbox: Sandbox, { ports, tunnels }: Tunnels, { signal, stderr }: Context): Promise<number> {
  while (await isConnectionLost(sandbox, signal)) {
    stderr("The connection was lost: opening it again\n");
    await openTunnels(sandbox, ports.map((port, at) => ({ ...port, preferred: portOf(tunnels[at] ?? "") })));
  }
  if (signal.aborted) return 0;
  throw new UserError(`Sandbox ${sandbox.project} was removed`, { hint: `e2e ps --host ${sandbox.transport.name}` });
}

const portOf = (address: string) => Number(address.slice(address.lastIndexOf(":") + 1));

/** Opens a tunnel to each port, and returns their addresses on this machine. */
async function openTunnels({ transport }: Sandbox, ports: readonly OpenPort[]): Promise<readonly string[]> {
  const addresses: string[] = [];
  for (const { service, target, reach, preferred } of ports) {
    const tunnel = await transport.tunnel(reach, preferred);
    if (tunnel.kind === "not-open") {
      const { kind, stderr } = tunnel.result;
      if (kind === "lost") throw lostHost(transport.name, stderr);
      throw new UserError(`Cannot open a tunnel to ${service} ${target}: ${stderr.trim()}`, { outcome: "infra" });
    }
    addresses.push(tunnel.at);
  }
  return addresses;
}

/** Waits until the connection is lost (true), or the sandbox is removed or `signal` fires (false). */
async function isConnectionLost({ transport, dir }: Sandbox, signal: AbortSignal): Promise<boolean> {
  const wait = 'while [ -d "$1" ]; do echo; sleep 1; done'; // it writes, so that it ends with the connection
  const { kind } = await transport.run(["sh", "-c", wait, "sh", dir], { signal, onStdout: () => {}, once: true });
  return kind === "lost" && !signal.aborted;
}
