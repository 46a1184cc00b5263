import { z } from "zod";
import { overlap, type Subnet } from "../compose/subnets.ts";
import { parseJson } from "../files/parse_json.ts";
import type { Transport } from "../host/transport.ts";
import { networkDetails } from "./docker_argv.ts";

/** The network of a Docker Engine that has a subnet. */
interface SubnetHolder {
  /** The network that wants the subnet. */
  readonly wanted: Subnet;
  /** The network that has it, with its name on the engine. */
  readonly held: Subnet;
  /** The compose project of that network; empty without one. */
  readonly project: string;
}

const inspected = z.array(z.object({
  Name: z.string(),
  Labels: z.record(z.string(), z.string()).nullish(),
  IPAM: z.object({ Config: z.array(z.object({ Subnet: z.string().optional() })).nullish() }),
}));

/**
 * Finds a network of the host's Docker Engine that overlaps with one of the subnets; undefined if none does, or if the
 * engine does not say.
 */
export async function subnetHolder(
  transport: Transport,
  wishes: readonly Subnet[],
): Promise<SubnetHolder | undefined> {
  const { stdout } = await transport.run(networkDetails, { timeoutMs: 20_000 });
  const networks = (inspected.safeParse(parseJson(stdout)).data ?? []).flatMap(({ Name, Labels, IPAM }) =>
    (IPAM.Config ?? []).map(({ Subnet = "" }) => ({
      held: { network: Name, subnet: Subnet },
      project: Labels?.["com.docker.compose.project"] ?? "",
    }))
  );
  return wishes.flatMap((wanted) =>
    networks.filter(({ held }) => overlap(held.subnet, wanted.subnet)).map((found) => ({ wanted, ...found }))
  )[0];
}
