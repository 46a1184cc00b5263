import { join, relative } from "node:path";
import type { ComposeModel, ComposeService } from "./compose_model.ts";
import type { Contract } from "../contract/contract.ts";
import { checkAddress, type HealthCheck } from "../contract/health_check.ts";
import { isInside } from "../files/inside.ts";
import { unknownKeys } from "./keys/unknown_keys.ts";
import { isLocalhost } from "./point_checks.ts";
import { testServices } from "./test_services.ts";
import type { PublishedPort } from "./published_port.ts";

interface Stack {
  readonly model: ComposeModel;
  /** The repository's directory, as in the paths of the model. */
  readonly root: string;
  readonly ports: readonly PublishedPort[];
  /** The files that are sent, relative to the root. */
  readonly paths: readonly string[];
  /** Returns why the files at or below a path are not sent; undefined when there are no such files. */
  readonly whyNotSent: (path: string) => string | undefined;
  /** Submodules whose directory is empty, relative to the root, with the commands that fetch them. */
  readonly submodules: readonly { readonly path: string; readonly command: string }[];
}

/**
 * Returns warnings about a compose file that is valid, but may behave differently in a sandbox: it has keys that
 * isolation does not know, mounts files that are not sent, needs an empty submodule, starts the tests, or a health check
 * uses a port that no service publishes.
 */
export function modelWarnings(contract: Contract, stack: Stack): readonly string[] {
  const usesHostNetwork = Object.values(stack.model.services).some(({ network_mode }) => network_mode === "host");
  const checks = usesHostNetwork ? [] : contract.healthChecks; // then ports need not be published
  return [
    ...unknownKeys(stack.model).map((path) => `${path} is kept as it is: isolation does not know this key`),
    ...unsentBinds(stack),
    ...neededSubmodules(stack),
    ...testServices(contract, stack.model),
    ...checks.flatMap((check) => unpublished(check, stack.ports)),
  ];
}

/** Only for paths with files: an empty directory is the same here and in the sandbox. */
function unsentBinds({ model, root, paths, whyNotSent }: Stack): readonly string[] {
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

/** A submodule counts as needed by a service that mounts it, or is built with it, or with a directory around it. */
function neededSubmodules({ model, root, submodules }: Stack): readonly string[] {
  return submodules.flatMap(({ path, command }) => {
    const at = join(root, path);
    const users = Object.entries(model.services).filter(([, service]) =>
      usedPaths(service).some((each) => isInside(each, at) || isInside(at, each))
    ).map(([name]) => name);
    return users.length === 0
      ? []
      : [`the submodule ${path} is empty, and ${users.join(", ")} may need it: ${command}`];
  });
}

function usedPaths({ build, volumes }: ComposeService): readonly string[] {
  const mounted = (volumes ?? []).flatMap(({ type, source }) =>
    type === "bind" && source !== undefined ? [source] : []
  );
  const built = [build?.context ?? "", ...Object.values(build?.additional_contexts ?? {})];
  return [...mounted, ...built.filter((path) => path.startsWith("/"))];
}

function unpublished(check: HealthCheck, ports: readonly PublishedPort[]): readonly string[] {
  const { host = "", port } = checkAddress(check) ?? {};
  const tcp = ports.filter(({ protocol }) => protocol === "tcp");
  if (!isLocalhost(host) || tcp.some(({ wanted }) => wanted === undefined || wanted === port)) return [];
  const published = [...new Set(tcp.map(({ wanted }) => wanted))].join(", ") || "none";
  return [`check ${check.name} uses port ${port}, which no service publishes (published: ${published})`];
}
