import { resolve } from "node:path/posix";
import { describeValue } from "../../contract/describe_value.ts";
import { isInside } from "../../files/inside.ts";
import type { ModelProblem } from "./model_problem.ts";

/** Returns the problems of using a path of the host: it is outside the repository, or gives access to Docker's socket. A model writes `$` as `$$`. */
export function pathProblems(
  path: string,
  { at, root }: { readonly at: string; readonly root: string },
): readonly ModelProblem[] {
  const plain = resolve(path.replaceAll("$$", "$"));
  const isSocket = plain.endsWith("/docker.sock");
  const holdsSocket = isSocket || ["/", "/run", "/var/run"].includes(plain);
  const isOutside = !isSocket && !isInside(plain, root) && plain !== "/dev/null";
  const why = "uses a path outside the repository, which all sandboxes share";
  return [
    ...(holdsSocket ? [socketProblem(describeValue(plain), at)] : []),
    ...(isOutside
      ? [{ path: at, found: describeValue(plain), allowance: "outside-paths", why, target: plain } as const]
      : []),
  ];
}

/** The problem of using Docker's socket. */
export function socketProblem(found: string, at: string): ModelProblem {
  const why = "gives a container control over the host's Docker Engine and all sandboxes";
  return { path: at, found, allowance: "docker-socket", why };
}
