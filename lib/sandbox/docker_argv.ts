import { sandboxLabel } from "../compose/isolate/labels.ts";
import type { Argv } from "../host/exec.ts";

/** Prints the version of the docker client, also when no Docker Engine answers. */
export const dockerVersion: Argv = ["docker", "--version"];

/** Prints the details of all networks, as JSON. */
export const networkDetails: Argv = ["sh", "-c", "docker network inspect $(docker network ls -q)"];

/** Prints one line NAME<TAB>COMPOSE PROJECT<TAB>SANDBOX<TAB>SERVICE<TAB>PORTS for each container that publishes a port. */
export function containersOnPort(port: number): Argv {
  const labels = ["com.docker.compose.project", sandboxLabel, "com.docker.compose.service"];
  const format = ["{{.Names}}", ...labels.map((label) => `{{.Label "${label}"}}`), "{{.Ports}}"].join("\t");
  const filters = ["tcp", "udp"].flatMap((protocol) => ["--filter", `publish=${port}/${protocol}`]);
  return ["docker", "ps", ...filters, "--format", format];
}

/** Prints one line ID<TAB>SERVICE for each running container of a compose project. */
export function projectContainers(project: string): Argv {
  const label = "com.docker.compose", format = `{{.ID}}\t{{.Label "${label}.service"}}`;
  return ["docker", "ps", "--no-trunc", "--filter", `label=${label}.project=${project}`, "--format", format];
}

/** Prints the last lines of a container's log. */
export function dockerLogs({ container, lines }: { readonly container: string; readonly lines: number }): Argv {
  return ["docker", "logs", "--tail", `${lines}`, container];
}
