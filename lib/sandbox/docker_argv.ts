import { sandboxLabel } from "../compose/isolate/labels.ts";
import type { Argv } from "../host/exec.ts";

/** Prints the version of the docker client, also when no Docker Engine answers. */
export const dockerVersion: Argv = ["docker", "--version"];

/** Prints one line NAME<TAB>COMPOSE PROJECT<TAB>SANDBOX for each container that publishes a port. */
export function containersOnPort(port: number): Argv {
  const format = `{{.Names}}\t{{.Label "com.docker.compose.project"}}\t{{.Label "${sandboxLabel}"}}`;
  return ["docker", "ps", "--filter", `publish=${port}`, "--format", format];
}
