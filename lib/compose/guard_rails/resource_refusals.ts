import type { ComposeModel } from "../compose_model.ts";
import { describeValue } from "../../contract/describe_value.ts";
import { labelRefusals } from "./label_refusals.ts";
import { isExternal } from "../isolate/rename_resources.ts";
import { pathRefusals } from "./path_refusals.ts";
import type { Refusal } from "./refusal.ts";

/** Gives everything that the networks, volumes, secrets and configs of a model do beyond their sandbox. */
export function resourceRefusals(model: ComposeModel, root: string): readonly Refusal[] {
  const kinds = ["networks", "volumes", "secrets", "configs"] as const;
  return [
    ...kinds.flatMap((kind) =>
      Object.entries(model[kind] ?? {}).flatMap(([key, it]) => external(it, `${kind}.${key}`))
    ),
    ...Object.entries(model.networks ?? {}).flatMap(([key, it]) => hostNetworks(it, `networks.${key}`)),
    ...Object.entries(model.volumes ?? {}).flatMap(([key, it]) => boundVolumes(it, { at: `volumes.${key}`, root })),
    ...(["secrets", "configs"] as const).flatMap((kind) =>
      Object.entries(model[kind] ?? {}).flatMap(([key, it]) =>
        it?.file === undefined ? [] : pathRefusals(it.file, { at: `${kind}.${key}.file`, root })
      )
    ),
    ...(["networks", "volumes"] as const).flatMap((kind) =>
      Object.entries(model[kind] ?? {}).flatMap(([key, it]) => labelRefusals(it?.labels, `${kind}.${key}.labels`))
    ),
  ];
}

type Resource = { readonly name?: string | undefined; readonly external?: unknown } | null;

function external(resource: Resource, path: string): readonly Refusal[] {
  if (!isExternal(resource)) return [];
  const why = "uses what is made outside the sandbox, and is shared";
  return [{ path: `${path}.external`, found: describeValue(resource?.name ?? true), allowance: "external", why }];
}

type Network = NonNullable<ComposeModel["networks"]>[string];

function hostNetworks(network: Network, path: string): readonly Refusal[] {
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

/** Options of the local driver are those of mount(8): a device, unless it is memory, is a place outside the volume. */
function boundVolumes(
  volume: Volume,
  { at, root }: { readonly at: string; readonly root: string },
): readonly Refusal[] {
  const { device, type } = volume?.driver_opts ?? {};
  if (typeof device !== "string" || device === "" || type === "tmpfs") return [];
  const path = `${at}.driver_opts.device`;
  if (device.startsWith("/")) return pathRefusals(device, { at: path, root });
  const why = "mounts a device outside the sandbox, which sandboxes would share";
  return [{ path, found: describeValue(device), allowance: "outside-paths", why }];
}
