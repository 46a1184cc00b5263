import type { ComposeModel } from "../../compose/compose_model.ts";
import type { DockerTrouble } from "../../compose/docker_trouble.ts";
import { portRange } from "../../compose/published_port.ts";
import { fixedSubnets } from "../../compose/subnets.ts";
import { type Failure, failure } from "../../result/phase.ts";
import { portHolder } from "../../sandbox/port_holder.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { subnetHolder } from "../../sandbox/subnet_holder.ts";

/** Holders of more ports of a range are not looked for. */
const MAX_ASKED = 10;

/** A port that is in use; without `port` every port of a range of the model. */
interface Taken extends Pick<DockerTrouble, "port" | "address"> {
  readonly model: ComposeModel;
}

/**
 * Returns the failure of a stack whose port is in use, or every port of a range of its model: `busy`, or `unhealthy` when its own
 * containers compete for it.
 */
export async function portTaken(
  { transport, project }: Sandbox,
  { port, address, model }: Taken,
): Promise<Failure> {
  const ports = port === undefined ? portsOfRanges(model).slice(0, MAX_ASKED) : [{ port, address }];
  const held = await Promise.all(
    ports.map(async (each) => ({ port: each.port, ...await portHolder(transport, { ...each, own: project }) })),
  );
  const first = held.find(({ isOwn }) => !isOwn) ?? held[0];
  if (first?.isOwn) {
    return failure(
      "unhealthy",
      `Port ${first.port} is needed twice: service "${first.name}" of this stack has it already`,
      {
        hint: "give each service a port of its own in the compose file",
      },
    );
  }
  return failure("busy", `Port ${first?.port} on ${transport.name} is in use by ${first?.name}`, {
    hint: "--wait 10m waits until it is free; ports: private in e2e/e2e.yml gives every sandbox an address of its own",
  });
}

function portsOfRanges(
  { services }: ComposeModel,
): readonly { readonly port: number; readonly address: string | undefined }[] {
  return Object.values(services).flatMap(({ ports }) => ports ?? []).flatMap(({ published, host_ip: address }) => {
    const { first = 0, last = 0 } = portRange(published) ?? {};
    return first === last ? [] : Array.from({ length: last - first + 1 }, (_, at) => ({ port: first + at, address }));
  });
}

/** Returns the failure of a stack with a subnet that overlaps with a network of the host. */
export async function subnetTaken(
  { transport, project }: Sandbox,
  { model, detail }: { readonly model: ComposeModel; readonly detail: readonly string[] },
): Promise<Failure> {
  const wishes = fixedSubnets(model), holder = await subnetHolder(transport, wishes);
  const free = "without subnet: and ipv4_address: in the compose file Docker chooses a free one";
  if (holder === undefined) {
    const subnets = wishes.map(({ network, subnet }) => `${subnet} of network "${network}"`).join(", ");
    const found = `overlaps with another network of ${transport.name}`;
    return failure("busy", `The subnet ${subnets} ${found}: ${detail.at(-1) ?? ""}`, {
      hint: `${free}; docker network ls`,
    });
  }
  const { wanted, held } = holder, isOwn = holder.project === project;
  const of = holder.project === "" || isOwn ? "" : ` of compose project "${holder.project}"`;
  const found = `overlaps with ${held.subnet} of network "${held.network}"${of}`;
  const message = `The subnet ${wanted.subnet} of network "${wanted.network}" ${found}`;
  return isOwn
    ? failure("unhealthy", `${message}, which belongs to the same stack`, { hint: `choose another one; ${free}` })
    : failure("busy", `${message} on ${transport.name}`, { hint: `--wait 10m waits until that is removed; ${free}` });
}
