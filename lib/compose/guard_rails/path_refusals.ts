import { resolve } from "node:path/posix";
import { describeValue } from "../../contract/describe_value.ts";
import { isInside } from "../../files/inside.ts";
import type { Refusal } from "./refusal.ts";

/** Refuses a path of the host outside the repository, and Docker's socket wherever it is; `$` is `$$` in a model. */
export function pathRefusals(
  path: string,
  { at, root }: { readonly at: string; readonly root: string },
): readonly Refusal[] {
  const plain = resolve(path.replaceAll("$$", "$"));
  const socket = plain.endsWith("/docker.sock");
  const holdsSocket = socket || ["/", "/run", "/var/run"].includes(plain);
  const outside = !socket && !isInside(plain, root) && plain !== "/dev/null";
  const why = "uses a path outside the repository, which sandboxes would share";
  return [
    ...(holdsSocket ? [socketRefusal(describeValue(plain), at)] : []),
    ...(outside ? [{ path: at, found: describeValue(plain), allowance: "outside-paths", why } as const] : []),
  ];
}

/** The refusal of Docker's own socket. */
export function socketRefusal(what: string, at: string): Refusal {
  const why = "gives a container the host's Docker, and with it every sandbox";
  return { path: at, found: what, allowance: "docker-socket", why };
}
