import { resolve } from "node:path/posix";
import { buildProblems } from "./build_problems.ts";
import type { ComposeService } from "../compose_model.ts";
import { containerProblems } from "./container_problems.ts";
import { describeValue } from "../../contract/describe_value.ts";
import { isOn } from "../is_on.ts";
import { foreignContainers } from "./foreign_containers.ts";
import { labelProblems, type ModelProblem, type ServicePlace } from "./model_problem.ts";
import { mountProblems } from "./mount_problems.ts";
import { pathProblems, socketProblem } from "./path_problems.ts";

/** Returns what a service does outside its sandbox. */
export function serviceProblems(service: ComposeService, place: ServicePlace): readonly ModelProblem[] {
  return [
    ...namespaces(service, place),
    ...privileges(service, place),
    ...devices(service, place),
    ...foreignContainers(service, place),
    ...containerProblems(service, place),
    ...mountProblems(service, place),
    ...(isOn(service.use_api_socket) ? [socketProblem("true", `${place.path}.use_api_socket`)] : []),
    ...buildProblems(service, place),
    ...files(service, place),
    ...labelProblems(service.labels, `${place.path}.labels`),
  ];
}

function namespaces(service: ComposeService, { path }: ServicePlace): readonly ModelProblem[] {
  const why = "shares a namespace with the host and all sandboxes";
  const allowances = [
    ...(["network_mode", "pid", "ipc", "uts"] as const).map((key) => [key, "host-network"] as const),
    ...(["cgroup", "userns_mode"] as const).map((key) => [key, "privileged"] as const),
  ];
  return allowances.filter(([key]) => service[key] === "host")
    .map(([key, allowance]) => ({ path: `${path}.${key}`, found: '"host"', allowance, why }));
}

/** Capabilities that reach beyond the container. Source: capabilities(7). */
const POWERFUL_CAPABILITIES = new Set([
  ...["ALL", "BPF", "DAC_READ_SEARCH", "MAC_ADMIN", "MAC_OVERRIDE", "PERFMON", "SYSLOG", "SYS_ADMIN", "SYS_BOOT"],
  ...["SYS_MODULE", "SYS_RAWIO", "SYS_TIME"],
]);

function privileges(service: ComposeService, { path }: ServicePlace): readonly ModelProblem[] {
  const privileged = (key: string, value: unknown): ModelProblem => ({
    path: `${path}.${key}`,
    found: describeValue(value),
    allowance: "privileged",
    why: "gives a container control over the host",
  });
  return [
    ...(isOn(service.privileged) ? [privileged("privileged", true)] : []),
    ...(service.cap_add ?? []).filter((name) => POWERFUL_CAPABILITIES.has(name.toUpperCase().replace(/^CAP_/, "")))
      .map((name) => privileged("cap_add", name)),
    ...(service.security_opt ?? []).filter((option) => /[:=](?:unconfined|disable)$/.test(option))
      .map((option) => privileged("security_opt", option)),
  ];
}

function devices(service: ComposeService, { path }: ServicePlace): readonly ModelProblem[] {
  const values: readonly (readonly [string, unknown])[] = [
    ["devices", service.devices],
    ["device_cgroup_rules", service.device_cgroup_rules],
    ["gpus", service.gpus],
    ["deploy.resources.reservations.devices", service.deploy?.resources?.reservations?.devices],
  ];
  return values.filter(([, value]) => Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null)
    .map(([key, value]): ModelProblem => ({
      path: `${path}.${key}`,
      found: Array.isArray(value) ? value.map(deviceName).join(", ") : describeValue(value),
      allowance: "devices",
      why: "uses a device of the host, which all sandboxes share",
    }));
}

function deviceName(device: unknown): string {
  if (typeof device !== "object" || device === null) return describeValue(device);
  return "source" in device ? describeValue(device.source) : JSON.stringify(device);
}

function files(service: ComposeService, { path, root }: ServicePlace): readonly ModelProblem[] {
  const envFiles = [service.env_file].flat().map((file) =>
    typeof file === "object" && file !== null && "path" in file ? file.path : file
  );
  return [
    ...envFiles.map((file, index) => [`env_file[${index}]`, file] as const),
    ["credential_spec.file", service.credential_spec?.file] as const,
  ].flatMap(([key, file]) =>
    typeof file === "string" ? pathProblems(resolve(root, file), { at: `${path}.${key}`, root }) : []
  );
}
