import { relative } from "node:path";
import type { ComposeModel } from "./compose_model.ts";
import type { Contract, HealthCheck } from "../contract/contract.ts";
import { isInside } from "../files/inside.ts";
import { isHere } from "./point_checks.ts";
import type { PublishedPort } from "./published_port.ts";

/** What is no mistake of a compose file, and hardly meant: in a sandbox it does something else than where it was written. */
export function modelWarnings(
  contract: Contract,
  found: {
    readonly model: ComposeModel;
    /** The directory that stands for the repository in the model's paths. */
    readonly root: string;
    readonly ports: readonly PublishedPort[];
    /** What travels, relative to the root. */
    readonly paths: readonly string[];
    /** Why the files at a path of the repository, or below it, do not travel; undefined when there are none. */
    readonly whyNotSent: (path: string) => string | undefined;
  },
): readonly string[] {
  const onHost = Object.values(found.model.services).some(({ network_mode }) => network_mode === "host");
  const checks = onHost ? [] : contract.healthChecks; // there ports need not be published
  return [...unsentBinds(found), ...checks.flatMap((check) => unpublished(check, found.ports))];
}

/** Files that are here and do not travel are missed in the sandbox; a directory without any is empty in both places. */
function unsentBinds(
  { model, root, paths, whyNotSent }: {
    readonly model: ComposeModel;
    readonly root: string;
    readonly paths: readonly string[];
    readonly whyNotSent: (path: string) => string | undefined;
  },
): readonly string[] {
  return Object.entries(model.services).flatMap(([name, { volumes }]) =>
    (volumes ?? []).flatMap(({ type, source = "" }) => {
      if (type !== "bind" || !isInside(source, root)) return [];
      const path = relative(root, source);
      const isSent = paths.some((each) => each === path || each.startsWith(`${path}/`));
      const why = path === "" || isSent ? undefined : whyNotSent(path);
      return why === undefined ? [] : [`service ${name} mounts ./${path}, which is not sent: ${why}`];
    })
  );
}

function unpublished(check: HealthCheck, ports: readonly PublishedPort[]): readonly string[] {
  const port = localPort(check);
  if (port === undefined || ports.some(({ wanted }) => wanted === undefined || wanted === port)) return [];
  const published = [...new Set(ports.map(({ wanted }) => wanted))].join(", ") || "none";
  return [`check ${check.name} asks port ${port}, which no service publishes: published are ${published}`];
}

function localPort(check: HealthCheck): number | undefined {
  if (check.kind === "service") return undefined;
  if (check.kind === "tcp") return isHere(check.host) ? check.port : undefined;
  const { hostname, port, protocol } = new URL(check.url);
  return isHere(hostname) ? Number(port || (protocol === "https:" ? 443 : 80)) : undefined;
}
