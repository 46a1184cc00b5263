import { resolve } from "node:path/posix";
import type { ComposeService } from "../compose_model.ts";
import { describeValue } from "../../contract/describe_value.ts";
import { assignments, texts } from "../../contract/values.ts";
import type { ModelProblem, ServicePlace } from "./model_problem.ts";
import { pathProblems } from "./path_problems.ts";

/** Returns where a build takes something from outside its sandbox: keys, caches, networks and devices. */
export function buildSources({ build }: ComposeService, { path, root }: ServicePlace): readonly ModelProblem[] {
  if (!build) return [];
  const files = [
    ...sshKeys(build.ssh).map((file) => ["ssh", file] as const),
    ...texts(build.cache_from).flatMap(localCache).map((file) => ["cache_from", file] as const),
  ];
  return [
    ...files.flatMap(([key, file]) => pathProblems(resolve(root, file), { at: `${path}.build.${key}`, root })),
    ...networks(build.network).map((problem) => ({ path: `${path}.build.network`, ...problem })),
    ...texts(build.entitlements).flatMap(entitled).map((problem) => ({
      path: `${path}.build.entitlements`,
      ...problem,
    })),
  ];
}

/** The files of `default`, `ID=FILE,…`, or of a mapping from ids to files. Compose 2.26 prints `ID: FILE`. */
function sshKeys(ssh: unknown): readonly string[] {
  return assignments(ssh).flatMap((each) => /^[^=:]*(?:=|: )(.+)$/.exec(each)?.[1]?.split(",") ?? [])
    .map((file) => file.replace(/^~/, "/~")); // a home directory is outside
}

/** The directory of a cache of the type `local`. Source: the BuildKit documentation, local cache. */
function localCache(cache: string): readonly string[] {
  return /(?:^|,)type=local(?:,|$)/.test(cache) ? /(?:^|,)src=([^,]+)/.exec(cache)?.slice(1) ?? [] : [];
}

type Problem = Omit<ModelProblem, "path">;

function networks(network: string | undefined): readonly Problem[] {
  if (network === undefined || ["", "default", "none", "bridge", "host"].includes(network)) return [];
  const why = "uses a network from outside the sandbox";
  return [{ found: describeValue(network), allowance: "external", why }];
}

/** Source: the Compose specification, build, entitlements. `security.insecure` is checked with the privileges of a build. */
function entitled(name: string): readonly Problem[] {
  const found = describeValue(name);
  if (name === "network.host") {
    return [{ found, allowance: "host-network", why: "lets a build use the host's network" }];
  }
  if (!/^device\b/.test(name)) return [];
  return [{ found, allowance: "devices", why: "lets a build use devices of the host, which all sandboxes share" }];
}
