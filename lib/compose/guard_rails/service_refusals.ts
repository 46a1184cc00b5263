import { resolve } from "node:path/posix";
import { buildRefusals } from "./build_refusals.ts";
import type { ComposeService } from "../compose_model.ts";
import { describeValue } from "../../contract/describe_value.ts";
import { isOn } from "../is_on.ts";
import { labelRefusals } from "./label_refusals.ts";
import { mountRefusals } from "./mount_refusals.ts";
import { pathRefusals } from "./path_refusals.ts";
import type { Refusal, ServicePlace } from "./refusal.ts";

/** Gives everything that a service does beyond its sandbox. */
export function serviceRefusals(service: ComposeService, place: ServicePlace): readonly Refusal[] {
  return [
    ...namespaces(service, place),
    ...privileges(service, place),
    ...devices(service, place),
    ...foreignContainers(service, place),
    ...mountRefusals(service, place),
    ...buildRefusals(service, place),
    ...files(service, place),
    ...labelRefusals(service.labels, `${place.path}.labels`),
  ];
}

function namespaces(service: ComposeService, { path }: ServicePlace): readonly Refusal[] {
  const shared = (["network_mode", "pid", "ipc", "uts"] as const).filter((key) => service[key] === "host");
  const why = "shares a namespace with the host, where every sandbox meets";
  return [
    ...shared.map((key): Refusal => ({ path: `${path}.${key}`, found: '"host"', allowance: "host-network", why })),
    ...(["cgroup", "userns_mode"] as const).filter((key) => service[key] === "host")
      .map((key): Refusal => ({ path: `${path}.${key}`, found: '"host"', allowance: "privileged", why })),
  ];
}

/** Capabilities that reach beyond the container. Source: capabilities(7). */
const mightyCapabilities = new Set([
  ...["ALL", "BPF", "DAC_READ_SEARCH", "MAC_ADMIN", "MAC_OVERRIDE", "PERFMON", "SYSLOG", "SYS_ADMIN", "SYS_BOOT"],
  ...["SYS_MODULE", "SYS_RAWIO", "SYS_TIME"],
]);

function privileges(service: ComposeService, { path }: ServicePlace): readonly Refusal[] {
  const refuse = (at: string, what: unknown): Refusal => ({
    path: `${path}.${at}`,
    found: describeValue(what),
    allowance: "privileged",
    why: "gives a container power over the host",
  });
  return [
    ...(isOn(service.privileged) ? [refuse("privileged", true)] : []),
    ...(service.cap_add ?? []).filter((name) => mightyCapabilities.has(name.toUpperCase().replace(/^CAP_/, "")))
      .map((name) => refuse("cap_add", name)),
    ...(service.security_opt ?? []).filter((option) => /[:=](?:unconfined|disable)$/.test(option))
      .map((option) => refuse("security_opt", option)),
  ];
}

function devices(service: ComposeService, { path }: ServicePlace): readonly Refusal[] {
  const present: readonly (readonly [string, unknown])[] = [
    ["devices", service.devices],
    ["device_cgroup_rules", service.device_cgroup_rules],
    ["gpus", service.gpus],
    ["deploy.resources.reservations.devices", service.deploy?.resources?.reservations?.devices],
  ];
  return present.filter(([, value]) => Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null)
    .map(([key, value]): Refusal => ({
      path: `${path}.${key}`,
      found: Array.isArray(value) ? value.map(deviceName).join(", ") : describeValue(value),
      allowance: "devices",
      why: "uses a device of the host, which sandboxes would share",
    }));
}

function deviceName(device: unknown): string {
  if (typeof device !== "object" || device === null) return describeValue(device);
  return "source" in device ? describeValue(device.source) : JSON.stringify(device);
}

function foreignContainers(service: ComposeService, { path, containerNames }: ServicePlace): readonly Refusal[] {
  const references = [
    ...(["network_mode", "pid", "ipc"] as const).map((key) => [key, service[key]] as const),
    ...(service.volumes_from ?? []).map((source) => ["volumes_from", source] as const),
  ];
  const external = (at: string, what: unknown, why: string): Refusal => ({
    path: `${path}.${at}`,
    found: describeValue(what),
    allowance: "external",
    why,
  });
  const otherNetwork = /^(?!host$|none$|bridge$|default$|service:|container:)./.test(service.network_mode ?? "");
  return [
    ...references.flatMap(([key, value]) => {
      const container = /^container:([^:]*)/.exec(value ?? "")?.[1];
      if (container === undefined) return [];
      const known = containerNames.get(container);
      const instead = key === "volumes_from" ? known : `service:${known}`;
      return [
        external(
          key,
          value,
          known === undefined ? "uses a container of somebody else" : `has to be written "${instead}"`,
        ),
      ];
    }),
    ...(otherNetwork ? [external("network_mode", service.network_mode, "uses a network of somebody else")] : []),
    ...(service.external_links ?? []).map((link) =>
      external("external_links", link, "uses a container of somebody else")
    ),
    ...(service.provider === undefined || service.provider === null
      ? []
      : [external("provider", service.provider, "is run by a program of the host, outside the sandbox")]),
  ];
}

function files(service: ComposeService, { path, root }: ServicePlace): readonly Refusal[] {
  const envFiles = [service.env_file].flat().map((file) =>
    typeof file === "object" && file !== null && "path" in file ? file.path : file
  );
  return [
    ...envFiles.map((file, index) => [`env_file[${index}]`, file] as const),
    ["credential_spec.file", service.credential_spec?.file] as const,
  ].flatMap(([at, file]) =>
    typeof file === "string" ? pathRefusals(resolve(root, file), { at: `${path}.${at}`, root }) : []
  );
}
