import { sandboxLabel } from "../compose/isolate/labels.ts";
import type { Argv } from "../host/exec.ts";

/** Prints the version of the docker client, also when no Docker Engine answers. */
export const dockerVersion: Argv = ["docker", "--version"];

/** Prints one line NAME<TAB>COMPOSE PROJECT<TAB>SANDBOX for each container that publishes a port. */
export function containersOnPort(port: number): Argv {
  const format = `{{.Names}}\t{{.Label "com.docker.compose.project"}}\t{{.Label "${sandboxLabel}"}}`;
  return ["docker", "ps", "--filter", `publish=${port}`, "--format", format];
}

/** Prints the last lines of a container's log. */
export function dockerLogs({ container, lines }: { readonly container: string; readonly lines: number }): Argv {
  return ["docker", "logs", "--tail", `${lines}`, container];
}
