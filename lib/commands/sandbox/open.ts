import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { argument } from "@optique/core/primitives";
import { UserError } from "../../errors.ts";
import { lostHost } from "../../host/ssh/ssh_trouble.ts";
import type { Container } from "../../sandbox/containers.ts";
import { listContainers } from "../../sandbox/containers.ts";
import { listSandboxes, pickLatest } from "../../sandbox/list_sandboxes.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Context } from "../../cli/context.ts";
import { nameable } from "../../cli/nameable.ts";
import { hostOption, sandboxArgument } from "../../cli/options.ts";
import { parseArgs } from "../../cli/parse_args.ts";
import { withHost } from "../../cli/with_host.ts";
import { shortId } from "../../result/identity.ts";

const missing = { endOfInput: message`No sandbox was named` };
const parser = object({
  id: sandboxArgument(missing),
  service: optional(argument(nameable("SERVICE"), { description: message`only the ports of this service` })),
  host: hostOption,
}, { errors: missing });

/** A published port of a sandbox, and where it is reached from here. */
interface Door {
  readonly service: string;
  readonly target: number;
  /** `address:port` on the host. */
  readonly reach: string;
  /** The port here: the one in the container at first, and then always the same. */
  near: number;
}

const EXAMPLES = ["e2e open 1a2b3c4d", "e2e open shop web"];

/** `e2e open`: makes the published ports of a sandbox reachable from here, and prints where, until Ctrl-C. */
export async function open(args: readonly string[], context: Context): Promise<number> {
  const options = parseArgs(parser, { name: "e2e open", args, examples: EXAMPLES }, context);
  if (options === undefined) return 0;
  return await withHost(options.host, context, async (transport) => {
    const { project, dir } = pickLatest(await listSandboxes(transport), options.id, transport.name);
    const sandbox = { transport, project, dir };
    const doors = doorsOf(sandbox, await listContainers(sandbox), options.service);
    await openDoors(sandbox, doors, context.stdout);
    if (transport.name === "local") return 0;
    context.stderr(`Tunnels to ${project} on ${transport.name} are open until Ctrl-C\n`);
    while (await isThere(sandbox, context.signal)) {
      context.stderr("The connection was lost: opening it again\n");
      await openDoors(sandbox, doors, () => {});
    }
    if (context.signal.aborted) return 0;
    throw new UserError(`Sandbox ${project} is there no more`, { hint: "e2e ps" });
  });
}

function doorsOf(
  { project, transport }: Sandbox,
  containers: readonly Container[] | undefined,
  wanted: string | undefined,
): readonly Door[] {
  if (containers === undefined) {
    throw new UserError(`The Docker Engine of ${transport.name} does not answer`, { outcome: "infra" });
  }
  const doors = containers.flatMap(({ service, ports }) =>
    ports.filter(({ protocol }) => protocol === "tcp").map(({ target, reach }) => ({
      service,
      target,
      reach,
      near: target,
    }))
  );
  const found = doors.filter(({ service }) => wanted === undefined || service === wanted);
  if (found.length > 0) return found;
  const names = [...new Set(doors.map(({ service }) => service))].join(", ") || "none";
  const what = wanted === undefined ? "No service" : `No service "${wanted}"`;
  throw new UserError(`${what} of ${project} has a published TCP port: there are those of ${names}`, {
    hint: `e2e exec ${shortId(project)} SERVICE -- … runs a command in a container`,
  });
}

async function openDoors({ transport }: Sandbox, doors: readonly Door[], say: (text: string) => void): Promise<void> {
  for (const door of doors) {
    const tunnel = await transport.tunnel(door.reach, door.near);
    if (tunnel.kind === "not-open") {
      const { kind, stderr } = tunnel.result;
      if (kind === "lost") throw lostHost(transport.name, stderr);
      throw new UserError(`Cannot open a tunnel to ${door.service} ${door.target}: ${stderr.trim()}`, {
        outcome: "infra",
      });
    }
    door.near = Number(tunnel.at.slice(tunnel.at.lastIndexOf(":") + 1));
    say(`${door.service} ${door.target} → ${NO_HTTP.has(door.target) ? "" : "http://"}${tunnel.at}\n`);
  }
}

/** Ports of well-known services that speak no HTTP. Source: their own documentations. */
const NO_HTTP: ReadonlySet<number> = new Set([
  22,
  25,
  53,
  389,
  443,
  1025,
  1433,
  1521,
  1883,
  2181,
  3306,
  4222,
  5432,
  5672,
  6379,
  7233,
  8443,
  9042,
  9092,
  11211,
  27017,
]);

/** Waits: gives true when the connection was lost, false when the sandbox is there no more, or `signal` fires. */
async function isThere({ transport, dir }: Sandbox, signal: AbortSignal): Promise<boolean> {
  const wait = 'while [ -d "$1" ]; do echo; sleep 1; done'; // writes, so that it ends with the connection
  const { kind } = await transport.run(["sh", "-c", wait, "sh", dir], { signal, onStdout: () => {}, once: true });
  return kind === "lost" && !signal.aborted;
}
