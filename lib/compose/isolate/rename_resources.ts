import type { Changed } from "./change_services.ts";
import type { ComposeModel } from "../compose_model.ts";
import { runLabel } from "./labels.ts";

/** Gives the volumes, networks, secrets and configs of a model names that only this project has, and removes fixed bridge names. External ones stay. */
export function renameResources(model: ComposeModel, project: string): Changed<ComposeModel> {
  const names = { project, resolvedAs: model.name };
  const volumes = renamed(model.volumes, { ...names, kind: "volumes" });
  const networks = renamed(model.networks, { ...names, kind: "networks" });
  const secrets = renamed(model.secrets, { ...names, kind: "secrets" });
  const configs = renamed(model.configs, { ...names, kind: "configs" });
  const bridges = Object.entries(networks.value).map(([key, network]) => [key, freeBridge(network, key)] as const);
  return {
    value: {
      ...model,
      name: project,
      ...(model.volumes ? { volumes: volumes.value } : {}),
      ...(model.networks ? { networks: Object.fromEntries(bridges.map(([key, { value }]) => [key, value])) } : {}),
      ...(model.secrets ? { secrets: secrets.value } : {}),
      ...(model.configs ? { configs: configs.value } : {}),
    },
    changes: [volumes, networks, secrets, configs, ...bridges.map(([, bridge]) => bridge)].flatMap(({ changes }) =>
      changes
    ),
  };
}

/** Whether a volume, network, secret or config is created outside this model. */
export function isExternal(resource: { readonly external?: unknown } | null): boolean {
  return resource?.external !== undefined && resource.external !== null && resource.external !== false;
}

interface Named {
  readonly [key: string]: unknown;
  readonly name?: string | undefined;
  readonly external?: unknown;
}

interface Renaming {
  readonly kind: string;
  readonly project: string;
  /** The project's name when the model was resolved: Compose writes `<project>_<key>` for a resource without a name. */
  readonly resolvedAs: string | undefined;
}

function renamed<T extends Named>(
  resources: Readonly<Record<string, T | null>> | null | undefined,
  { kind, project, resolvedAs }: Renaming,
): Changed<Record<string, T | { name: string } | null>> {
  const entries = Object.entries(resources ?? {}).map(([key, resource]) => {
    if (isExternal(resource)) return { key, value: resource, changes: [] };
    const name = resource?.name;
    const implicit = name === undefined || name === `${project}_${key}` || name === `${resolvedAs}_${key}`;
    const value = { ...resource, name: `${project}_${key}` };
    return { key, value, changes: implicit ? [] : [`${kind}.${key}: name "${name}" removed`] };
  });
  return {
    value: Object.fromEntries(entries.map(({ key, value }) => [key, value])),
    changes: entries.flatMap(({ changes }) => changes),
  };
}

type Network = NonNullable<NonNullable<ComposeModel["networks"]>[string]>;

const bridgeName = "com.docker.network.bridge.name";

function freeBridge(network: Network | null, key: string): Changed<Network | null> {
  if (network === null || isExternal(network)) return { value: network, changes: [] };
  const { [bridgeName]: bridge, ...driverOptions } = network.driver_opts ?? {};
  return {
    value: bridge === undefined ? network : { ...network, driver_opts: driverOptions },
    changes: [
      ...(bridge === undefined ? [] : [`networks.${key}: driver_opts ${bridgeName} "${bridge}" removed`]),
      ...fixedSubnets(network).map((subnet) =>
        `networks.${key}: subnet ${subnet} kept, so only one sandbox of this repository can run at a time`
      ),
    ],
  };
}

/** The subnets to report. A network with a run's label was reported when the model was isolated before. */
function fixedSubnets(network: Network): readonly string[] {
  if (network.labels?.[runLabel] !== undefined) return [];
  return (network.ipam?.config ?? []).flatMap(({ subnet }) => subnet ?? []);
}
