import type { ComposeService } from "../compose_model.ts";
import { isOn } from "../is_on.ts";
import { pathRefusals, socketRefusal } from "./path_refusals.ts";
import type { Refusal, ServicePlace } from "./refusal.ts";

/** Gives the places of the host that a service mounts and that are not its repository's, Docker's socket among them. */
export function mountRefusals(service: ComposeService, { path, root }: ServicePlace): readonly Refusal[] {
  const binds = (service.volumes ?? []).flatMap(({ type, source }, index) =>
    type === "bind" && source !== undefined ? pathRefusals(source, { at: `${path}.volumes[${index}]`, root }) : []
  );
  return isOn(service.use_api_socket) ? [...binds, socketRefusal("true", `${path}.use_api_socket`)] : binds;
}
