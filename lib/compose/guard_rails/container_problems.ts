import { resolve } from "node:path/posix";
import { seccompFile } from "../absolute_paths.ts";
import type { ComposeService } from "../compose_model.ts";
import { describeValue } from "../../contract/describe_value.ts";
import { isOn } from "../is_on.ts";
import type { ModelProblem, ServicePlace } from "./model_problem.ts";
import { pathProblems } from "./path_problems.ts";

/** Returns where a service runs its containers or their hooks with more than a container has by default. */
export function containerProblems(service: ComposeService, place: ServicePlace): readonly ModelProblem[] {
  return [
    ...hooks(service, place),
    ...runtimes(service, place),
    ...parents(service, place),
    ...profiles(service, place),
  ];
}

function hooks(service: ComposeService, { path }: ServicePlace): readonly ModelProblem[] {
  const why = "gives a container control over the host";
  return (["post_start", "pre_stop"] as const).flatMap((key) =>
    (service[key] ?? []).flatMap(({ privileged }, index): readonly ModelProblem[] =>
      isOn(privileged)
        ? [{ path: `${path}.${key}[${index}].privileged`, found: "true", allowance: "privileged", why }]
        : []
    )
  );
}

/** Runtimes that give a container no devices. Source: containerd, runtimes; a runtime may have the prefix `io.containerd.`. */
const PLAIN_RUNTIME =
  /^(?:io\.containerd\.)?(?:runc|crun|youki|runsc|kata|sysbox-runc|wasm\w*|spin|slight|wws|lunatic)\b/;

function runtimes({ runtime }: ComposeService, { path }: ServicePlace): readonly ModelProblem[] {
  if (runtime === undefined || runtime === "" || PLAIN_RUNTIME.test(runtime)) return [];
  const why = "may give a container devices of the host, which all sandboxes share";
  return [{ path: `${path}.runtime`, found: describeValue(runtime), allowance: "devices", why }];
}

function parents({ cgroup_parent: parent }: ComposeService, { path }: ServicePlace): readonly ModelProblem[] {
  if (parent === undefined || parent === "") return [];
  const why = "uses a cgroup from outside the sandbox, which others share";
  return [{ path: `${path}.cgroup_parent`, found: describeValue(parent), allowance: "external", why }];
}

function profiles({ security_opt: options }: ComposeService, { path, root }: ServicePlace): readonly ModelProblem[] {
  return (options ?? []).flatMap((option) => {
    const file = seccompFile(option);
    return file === undefined ? [] : pathProblems(resolve(root, file), { at: `${path}.security_opt`, root });
  });
}
