import { type Changed, changeServices } from "./change_services.ts";
import type { ComposeModel, ComposeService } from "../compose_model.ts";
import { formatDuration } from "../../contract/duration.ts";

/**
 * Removes from services what outlives or leaves the sandbox: container names (kept as aliases on the service's networks),
 * restarts after a reboot, and profiles (Compose has already filtered by them). Sets a missing grace period.
 */
export function adaptServices(
  model: ComposeModel,
  { stopGraceMs }: { readonly stopGraceMs: number },
): Changed<ComposeModel> {
  return changeServices(model, (service, name) => {
    const { profiles: _, ...enabled } = service;
    const unnamed = withoutContainerName(enabled, name);
    const ending = withoutRestart(unnamed.value);
    const graceful = withGrace(ending.value, formatDuration(stopGraceMs));
    return { value: graceful.value, changes: [unnamed, ending, graceful].flatMap(({ changes }) => changes) };
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

function withoutRestart(service: ComposeService): Changed<ComposeService> {
  const { restart, deploy } = service;
  const always = restart === "always" || restart === "unless-stopped";
  const policy = deploy?.restart_policy;
  const any = policy !== undefined && policy !== null && (policy.condition ?? "any") === "any";
  return {
    value: {
      ...service,
      ...(always ? { restart: "on-failure" } : {}),
      ...(any ? { deploy: { ...deploy, restart_policy: { ...policy, condition: "on-failure" } } } : {}),
    },
    changes: [
      ...(always ? [`restart "${restart}" changed to "on-failure"`] : []),
      ...(any ? ['deploy.restart_policy condition "any" changed to "on-failure"'] : []),
    ],
  };
}

function withGrace(service: ComposeService, grace: string): Changed<ComposeService> {
  if (typeof service.stop_grace_period === "string") return { value: service, changes: [] };
  return { value: { ...service, stop_grace_period: grace }, changes: [`stop_grace_period ${grace} added`] };
}
