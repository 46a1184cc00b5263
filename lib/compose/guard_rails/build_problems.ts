import { resolve } from "node:path/posix";
import type { ComposeService } from "../compose_model.ts";
import { describeValue } from "../../contract/describe_value.ts";
import { isInside } from "../../files/inside.ts";
import { isOn } from "../is_on.ts";
import { labelProblems, type ModelProblem, type ServicePlace } from "./model_problem.ts";
import { pathProblems } from "./path_problems.ts";

/** Returns what the build of a service does outside its sandbox. A build context from a URL is a copy, so it is no problem. */
export function buildProblems({ build }: ComposeService, { path, root }: ServicePlace): readonly ModelProblem[] {
  if (!build) return [];
  return [
    ...buildPaths(build).flatMap(([key, target]) =>
      target?.startsWith("/") ? pathProblems(target, { at: `${path}.build.${key}`, root }) : []
    ),
    ...privileges(build).map(({ key, ...problem }): ModelProblem => ({ path: `${path}.build.${key}`, ...problem })),
    ...labelProblems(build.labels, `${path}.build.labels`),
  ];
}

type Build = NonNullable<ComposeService["build"]>;

function buildPaths(build: Build): readonly (readonly [key: string, path: string | undefined])[] {
  const local = build.context?.startsWith("/") ? build.context : undefined;
  const file = local === undefined || build.dockerfile === undefined ? undefined : resolve(local, build.dockerfile);
  const dockerfile = file === undefined || isInside(file, local ?? "") ? undefined : file; // the context is judged already
  const contexts = Object.entries(build.additional_contexts ?? {}).map(([name, context]) =>
    [`additional_contexts.${name}`, context.replace(/^oci-layout:\/\//, "")] as const
  );
  return [["context", local], ["dockerfile", dockerfile], ...contexts];
}

type Privilege = Omit<ModelProblem, "path"> & { readonly key: string };

function privileges(build: Build): readonly Privilege[] {
  const network = { allowance: "host-network", why: "shares a namespace with the host and all sandboxes" } as const;
  const privileged = { allowance: "privileged", why: "gives a build control over the host" } as const;
  return [
    ...(build.network === "host" ? [{ key: "network", found: '"host"', ...network }] : []),
    ...(isOn(build.privileged) ? [{ key: "privileged", found: "true", ...privileged }] : []),
    ...(build.entitlements ?? []).filter((name) => name === "security.insecure")
      .map((name) => ({ key: "entitlements", found: describeValue(name), ...privileged })),
  ];
}
