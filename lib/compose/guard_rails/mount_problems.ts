import type { ComposeService } from "../compose_model.ts";
import { describeValue } from "../../contract/describe_value.ts";
import { mapping } from "../../contract/values.ts";
import { labelProblems, type ModelProblem, type ServicePlace } from "./model_problem.ts";
import { pathProblems, socketProblem } from "./path_problems.ts";

type Mount = NonNullable<ComposeService["volumes"]>[number];

/** Returns the mounts of a service that reach outside its sandbox by their source, their type or their options. */
export function mountProblems({ volumes }: ComposeService, { path, root }: ServicePlace): readonly ModelProblem[] {
  return (volumes ?? []).flatMap((mount, index) => {
    const at = `${path}.volumes[${index}]`;
    return [
      ...types(mount, { at, root }),
      ...propagations(mount, at),
      ...labelProblems(labelsOf(mount), `${at}.volume.labels`),
    ];
  });
}

function types(
  { type, source }: Mount,
  { at, root }: { readonly at: string; readonly root: string },
): readonly ModelProblem[] {
  if (type === "bind" && source !== undefined) return pathProblems(source, { at, root });
  if (type === "npipe") return [socketProblem(describeValue(source ?? type), at)];
  if (type !== "cluster") return [];
  const why = "uses a volume from outside the sandbox, which others share";
  return [{ path: at, found: describeValue(source ?? type), allowance: "external", why }];
}

/** Source: mount_namespaces(7), shared mounts. */
function propagations({ bind }: Mount, at: string): readonly ModelProblem[] {
  const { propagation } = mapping(bind);
  if (propagation !== "shared" && propagation !== "rshared") return [];
  const why = "makes mounts of the container appear on the host";
  return [{ path: `${at}.bind.propagation`, found: describeValue(propagation), allowance: "privileged", why }];
}

function labelsOf({ volume }: Mount): Readonly<Record<string, unknown>> {
  return mapping(mapping(volume).labels);
}
