import { type Changed, changeServices } from "./change_services.ts";
import type { ComposeModel, ComposeService } from "../compose_model.ts";
import { formatDuration } from "../../contract/duration.ts";

/**
 * Removes from services what leaves the sandbox: container names (kept as aliases on the service's networks), and profiles
 * with the optional dependencies that they leave out (Compose has already filtered by them). Sets a missing grace period.
 */
export function adaptServices(
  model: ComposeModel,
  { stopGraceMs }: { readonly stopGraceMs: number },
): Changed<ComposeModel> {
  return changeServices(model, (service, name) => {
    const { profiles: _, ...enabled } = service;
    const unnamed = withoutContainerName(withoutMissing(enabled, model.services), name);
    const graceful = withGrace(unnamed.value, formatDuration(stopGraceMs));
    return { value: graceful.value, changes: [unnamed, graceful].flatMap(({ changes }) => changes) };
  });
}

function withoutContainerName(service: ComposeService, name: string): Changed<ComposeService> {
  const { container_name: old, ...rest } = service;
  if (old === undefined) return { value: service, changes: [] };
  if (old === name || !service.networks) return { value: rest, changes: [`container_name "${old}" removed`] };
  const networks = Object.entries(service.networks).map(([key, network]) =>
    [key, { ...network, aliases: [...new Set([...network?.aliases ?? [], old])] }] as const
  );
  return {
    value: { ...rest, networks: Object.fromEntries(networks) },
    changes: [`container_name "${old}" removed, kept as an alias on its networks`],
  };
}

/** Compose refuses a dependency that is not in the model, also one that is not required: a profile left it out. */
function withoutMissing(
  { depends_on: all, ...rest }: ComposeService,
  services: ComposeModel["services"],
): ComposeService {
  if (!all) return { ...rest };
  const present = Object.entries(all).filter(([name, { required }]) =>
    required !== false || Object.hasOwn(services, name)
  );
  return { ...rest, depends_on: Object.fromEntries(present) };
}

function withGrace(service: ComposeService, grace: string): Changed<ComposeService> {
  if (typeof service.stop_grace_period === "string") return { value: service, changes: [] };
  return { value: { ...service, stop_grace_period: grace }, changes: [`stop_grace_period ${grace} added`] };
}
