import type { ComposeModel, ComposeService } from "../compose_model.ts";

/** A value after a step of isolation, and the changes of that step, one sentence each. */
export interface Changed<T> {
  readonly value: T;
  readonly changes: readonly string[];
}

/** Applies a change to each service of a model. */
export function changeServices(
  model: ComposeModel,
  change: (service: ComposeService, name: string) => Changed<ComposeService>,
): Changed<ComposeModel> {
  const changed = Object.entries(model.services).map(([name, service]) => ({ name, ...change(service, name) }));
  return {
    value: { ...model, services: Object.fromEntries(changed.map(({ name, value }) => [name, value])) },
    changes: changed.flatMap(({ name, changes }) => changes.map((sentence) => `services.${name}: ${sentence}`)),
  };
}
