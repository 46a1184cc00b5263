import type { ComposeModel } from "../compose_model.ts";
import { tagImages } from "./tag_images.ts";
import { labelResources } from "./label_resources.ts";
import { renameResources } from "./rename_resources.ts";
import { rebindPorts } from "./rebind_ports.ts";
import { adaptServices } from "./adapt_services.ts";
import type { PortsPolicy, PublishedPort } from "../published_port.ts";

/** A compose model that shares nothing with other sandboxes on the same host. */
export interface Isolated {
  readonly model: ComposeModel;
  /** The changes, one sentence each, such as `services.db: container_name "db" removed`. */
  readonly changes: readonly string[];
  readonly ports: readonly PublishedPort[];
}

interface IsolateOptions {
  readonly project: string;
  readonly runId: string;
  /** The sandbox's directory on the host. */
  readonly sandbox: string;
  readonly stopGraceMs: number;
  readonly ports: PortsPolicy;
}

/**
 * Makes the model of one sandbox: no name, no image tag and, with private ports, no port in it can collide with another
 * sandbox. Exceptions that the contract allows, such as external volumes, stay. Isolating the result again changes nothing.
 */
export function isolate(model: ComposeModel, options: IsolateOptions): Isolated {
  const { project, runId, sandbox, stopGraceMs } = options;
  const images = tagImages(model, project);
  const names = renameResources(images.value, project);
  const services = adaptServices(names.value, { stopGraceMs });
  const { ports, ...bound } = rebindPorts(services.value, options.ports);
  return {
    model: labelResources(bound.value, { runId, sandbox }),
    changes: [images, names, services, bound].flatMap(({ changes }) => changes),
    ports,
  };
}
