import type { ComposeModel } from "../compose_model.ts";
import { describeValue } from "../../contract/describe_value.ts";
import { isExternal } from "../isolate/rename_resources.ts";
import { driverProblems } from "./driver_problems.ts";
import { labelProblems, type ModelProblem } from "./model_problem.ts";
import { pathProblems } from "./path_problems.ts";

/** Returns what the networks, volumes, secrets and configs of a model do outside their sandbox. */
export function resourceProblems(model: ComposeModel, root: string): readonly ModelProblem[] {
  const networks = entries("networks", model.networks), volumes = entries("volumes", model.volumes);
  const files = [...entries("secrets", model.secrets), ...entries("configs", model.configs)];
  return [
    ...[...networks, ...volumes, ...files].flatMap(({ at, it }) => external(it, at)),
    ...networks.flatMap(({ at, it }) => hostNetworks(it, at)),
    ...driverProblems(model),
    ...volumes.flatMap(({ at, it }) => boundVolumes(it, { at, root })),
    ...files.flatMap(({ at, it }) => it?.file === undefined ? [] : pathProblems(it.file, { at: `${at}.file`, root })),
    ...[...networks, ...volumes].flatMap(({ at, it }) => labelProblems(it?.labels, `${at}.labels`)),
  ];
}

function entries<T>(kind: string, resources: Readonly<Record<string, T>> | null | undefined) {
  return Object.entries(resources ?? {}).map(([key, it]) => ({ at: `${kind}.${key}`, it }));
}

type Resource = { readonly name?: string | undefined; readonly external?: unknown } | null;

function external(resource: Resource, path: string): readonly ModelProblem[] {
  if (!isExternal(resource)) return [];
  const why = "uses a resource from outside the sandbox, which others share";
  return [{ path: `${path}.external`, found: describeValue(resource?.name ?? true), allowance: "external", why }];
}

type Network = NonNullable<ComposeModel["networks"]>[string];

function hostNetworks(network: Network, path: string): readonly ModelProblem[] {
  const isHost = isExternal(network) && network?.name === "host"; // Docker's network of that name
  const driver = isHost ? "host" : network?.driver ?? "bridge";
  if (["bridge", "overlay", "nat", "none", "null", ""].includes(driver)) return [];
  return [{
    path: `${path}.driver`,
    found: describeValue(driver),
    allowance: "host-network",
    why: "puts containers on a network of the host",
  }];
}

type Volume = NonNullable<ComposeModel["volumes"]>[string];

/** The local driver passes its options to mount(8). A device, except for tmpfs, is a place outside the volume. */
function boundVolumes(
  volume: Volume,
  { at, root }: { readonly at: string; readonly root: string },
): readonly ModelProblem[] {
  const { device, type } = volume?.driver_opts ?? {};
  if (typeof device !== "string" || device === "" || type === "tmpfs") return [];
  const path = `${at}.driver_opts.device`;
  if (device.startsWith("/")) return pathProblems(device, { at: path, root });
  const why = "mounts a device from outside the sandbox, which all sandboxes share";
  return [{ path, found: describeValue(device), allowance: "outside-paths", why }];
}
