import type { ComposeModel } from "../compose_model.ts";
import { runLabel, sandboxLabel } from "./labels.ts";
import { isExternal } from "./rename_resources.ts";

/** Labels containers, built images, networks and volumes of a model with the run id and the sandbox's directory. */
export function labelResources(
  model: ComposeModel,
  { runId, sandbox }: { readonly runId: string; readonly sandbox: string },
): ComposeModel {
  // Compose reads the model again, and would read a single "$" as a variable.
  const labels = { [runLabel]: runId, [sandboxLabel]: sandbox.replaceAll("$", "$$$$") };
  return {
    ...model,
    services: mapValues(model.services, (service) => ({
      ...withLabels(service, labels),
      ...(service.build ? { build: withLabels(service.build, labels) } : {}),
    })),
    ...(model.networks
      ? { networks: mapValues(model.networks, (network) => withResourceLabels(network, labels)) }
      : {}),
    ...(model.volumes ? { volumes: mapValues(model.volumes, (volume) => withResourceLabels(volume, labels)) } : {}),
  };
}

type Labels = Readonly<Record<string, unknown>>;
interface Labelable {
  readonly labels?: Labels | null | undefined;
  readonly external?: unknown;
}

function withResourceLabels<T extends Labelable>(resource: T | null, labels: Labels): T | { labels: Labels } | null {
  if (resource === null) return { labels };
  return isExternal(resource) ? resource : withLabels(resource, labels);
}

function withLabels<T extends Labelable>(resource: T, labels: Labels): T & { labels: Labels } {
  return { ...resource, labels: { ...resource.labels, ...labels } };
}

function mapValues<T, U>(values: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
