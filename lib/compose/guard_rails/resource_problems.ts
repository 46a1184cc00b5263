import type { ComposeModel } from "../compose_model.ts";
import { describeValue } from "../../contract/describe_value.ts";
import { isExternal } from "../isolate/rename_resources.ts";
import { labelProblems, type ModelProblem } from "./model_problem.ts";
import { pathProblems } from "./path_problems.ts";

/** Returns what the networks, volumes, secrets and configs of a model do outside their sandbox. */
export function resourceProblems(model: ComposeModel, root: string): readonly ModelProblem[] {
  const kinds = ["networks", "volumes", "secrets", "configs"] as const;
  return [
    ...kinds.flatMap((kind) =>
      Object.entries(model[kind] ?? {}).flatMap(([key, it]) => external(it, `${kind}.${key}`))
    ),
    ...Object.entries(model.networks ?? {}).flatMap(([key, it]) => hostNetworks(it, `networks.${key}`)),
    ...Object.entries(model.volumes ?? {}).flatMap(([key, it]) => boundVolumes(it, { at: `volumes.${key}`, root })),
    ...(["secrets", "configs"] as const).flatMap((kind) =>
      Object.entries(model[kind] ?? {}).flatMap(([key, it]) =>
        it?.file === undefined ? [] : pathProblems(it.file, { at: `${kind}.${key}.file`, root })
      )
    ),
    ...(["networks", "volumes"] as const).flatMap((kind) =>
      Object.entries(model[kind] ?? {}).flatMap(([key, it]) => labelProblems(it?.labels, `${kind}.${key}.labels`))
    ),
  ];
}

type Resource = { readonly name?: string | undefined; readonly external?: unknown } | null;

function external(resource: Resource, path: string): readonly ModelProblem[] {
  if (!isExternal(resource)) return [];
  const why = "uses a resource from outside the sandbox, which others share";
  return [{ path: `${path}.external`, found: describeValue(resource?.name ?? true), allowance: "external", why }];
}

type Network = NonNullable<ComposeModel["networks"]>[string];

function hostNetworks(network: Network, path: string): readonly ModelProblem[] {
  const driver = network?.driver ?? "bridge";
  if (!["host", "macvlan", "ipvlan"].includes(driver)) return [];
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
