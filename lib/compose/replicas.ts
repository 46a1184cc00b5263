import type { ComposeService } from "./compose_model.ts";

/** Returns the number of containers that Compose starts for a service; it does not use deploy.mode. */
export function replicas({ scale, deploy }: ComposeService): number {
  return scale ?? deploy?.replicas ?? 1;
}
