import type { ComposeService } from "../compose_model.ts";
import { describeValue } from "../../contract/describe_value.ts";
import type { ModelProblem, ServicePlace } from "./model_problem.ts";

const FOREIGN_CONTAINER = "uses a container from outside the sandbox";

/** Returns where a service uses containers, networks or programs from outside its sandbox. */
export function foreignContainers(service: ComposeService, place: ServicePlace): readonly ModelProblem[] {
  const external = (key: string, value: unknown, why: string): ModelProblem => ({
    path: `${place.path}.${key}`,
    found: describeValue(value),
    allowance: "external",
    why,
  });
  // "bridge" and "default" are Docker's own network, on which all its containers reach each other.
  const isForeignNetwork = /^(?!host$|none$|service:|container:)./.test(service.network_mode ?? "");
  return [
    ...containerReferences(service).map(({ key, value, container }) =>
      external(key, value, whyNotReferenced(key, place.containerNames.get(container)))
    ),
    ...(isForeignNetwork
      ? [external("network_mode", service.network_mode, "uses a network from outside the sandbox")]
      : []),
    ...(service.external_links ?? []).map((link) => external("external_links", link, FOREIGN_CONTAINER)),
    ...(service.provider === undefined || service.provider === null
      ? []
      : [external("provider", service.provider, "is run by a program on the host, outside the sandbox")]),
  ];
}

/** The places where a service names a container: `container:NAME`. */
function containerReferences(service: ComposeService) {
  const values = [
    ...(["network_mode", "pid", "ipc"] as const).map((key) => [key, service[key]] as const),
    ...(service.volumes_from ?? []).map((source) => ["volumes_from", source] as const),
  ];
  return values.flatMap(([key, value]) => {
    const container = /^container:([^:]*)/.exec(value ?? "")?.[1];
    return container === undefined ? [] : [{ key, value, container }];
  });
}

/** A container of this compose file loses its fixed name in the sandbox, so the reference has to name its service. */
function whyNotReferenced(key: string, service: string | undefined): string {
  if (service === undefined) return FOREIGN_CONTAINER;
  return `has to be written "${key === "volumes_from" ? service : `service:${service}`}"`;
}
