import { z } from "zod";
import { reachableAddress } from "../compose/published_port.ts";
import { addressText } from "../contract/health_check.ts";
import { runScript, type Sandbox } from "./sandbox.ts";

const inspected = z.array(z.object({
  Id: z.string(),
  Name: z.string(),
  Image: z.string(),
  RestartCount: z.number(),
  State: z.object({
    Status: z.string(),
    ExitCode: z.number(),
    OOMKilled: z.boolean(),
    Health: z.object({ Status: z.string(), Log: z.array(z.object({ Output: z.string() })).nullish() }).nullish(),
  }),
  Config: z.object({ Image: z.string(), Labels: z.record(z.string(), z.string()).nullish() }),
  NetworkSettings: z.object({
    Ports: z.record(z.string(), z.array(z.object({ HostIp: z.string(), HostPort: z.string() })).nullable()).nullish(),
  }),
}));

/** A port of a container that can be reached from the host. */
interface BoundPort {
  /** The port inside the container. */
  readonly target: number;
  readonly protocol: string;
  /** The address to connect to, `address:port`; that of this machine for a wildcard address. */
  readonly reach: string;
}

/** A container of a sandbox. */
export interface Container {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  /** The number of the container among those of its service, from 1. */
  readonly replica: number;
  readonly image: string;
  readonly imageId: string;
  /** created, running, restarting, paused, exited, dead */
  readonly state: string;
  /** starting, healthy, unhealthy; undefined without a healthcheck */
  readonly health: string | undefined;
  /** The last output of the healthcheck. */
  readonly healthOutput: string | undefined;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  readonly restarts: number;
  /** The restarts after an end that may have been an error. */
  readonly crashes: number;
  readonly ports: readonly BoundPort[];
}

/** Lists the containers of a sandbox. Returns undefined when the Docker Engine does not answer. */
export async function listContainers(sandbox: Sandbox): Promise<readonly Container[] | undefined> {
  const result = await runScript(sandbox, "containers.sh", [sandbox.dir, sandbox.project], { timeoutMs: 60_000 });
  if (result.code !== 0) return undefined;
  const containers = readContainers(result.stdout);
  if (containers.every(({ restarts }) => restarts === 0)) return containers;
  const ends = await runScript(sandbox, "good_ends.sh", [sandbox.dir, sandbox.project], { timeoutMs: 20_000 });
  return containers.map((each) => ({ ...each, crashes: each.crashes - goodEnds(each, ends.stdout) }));
}

/** Counts the restarts after an end without an error, as far as it is known. The Engine may not have told the last end yet. */
function goodEnds({ id, restarts, state, exitCode }: Container, ends: string): number {
  if (["restarting", "exited"].includes(state) && exitCode === 0) return restarts;
  return Math.min(restarts, ends.split("\n").filter((line) => line === id).length);
}

/** Reads the output of `docker inspect` for containers. */
export function readContainers(json: string): readonly Container[] {
  return inspected.parse(JSON.parse(json)).map((each) => ({
    id: each.Id,
    name: each.Name.replace(/^\//, ""),
    service: each.Config.Labels?.["com.docker.compose.service"] ?? "",
    replica: Number(each.Config.Labels?.["com.docker.compose.container-number"] ?? 1),
    image: each.Config.Image,
    imageId: each.Image,
    state: each.State.Status,
    health: each.State.Health?.Status,
    healthOutput: each.State.Health?.Log?.at(-1)?.Output,
    exitCode: each.State.ExitCode,
    oomKilled: each.State.OOMKilled,
    restarts: each.RestartCount,
    crashes: each.RestartCount,
    ports: Object.entries(each.NetworkSettings.Ports ?? {}).flatMap(([port, bindings]) =>
      boundPort(port, bindings?.[0])
    ),
  })).sort((a, b) => a.name < b.name ? -1 : 1);
}

function boundPort(port: string, binding: { HostIp: string; HostPort: string } | undefined): readonly BoundPort[] {
  const [target, protocol = "tcp"] = port.split("/");
  if (binding === undefined) return [];
  const reach = addressText({ host: reachableAddress(binding.HostIp), port: Number(binding.HostPort) });
  return [{ target: Number(target), protocol, reach }];
}
