import type { Argv } from "./exec.ts";
import type { CopyOptions } from "./transport.ts";

/**
 * The argv that copies a directory's content into another one. With `files` the list comes on standard input; `over` are the
 * options for the connection to the remote side. Links are copied `to` the host alone, and what lies there already counts as
 * equal when its content is: equal sizes and times prove nothing.
 * Source: rsync(1).
 */
export function rsyncArgv(
  from: string,
  to: string,
  options: CopyOptions & { readonly to: "host" | "here"; readonly over?: readonly string[] },
): Argv {
  return [
    "rsync",
    "--recursive",
    "--times",
    "--perms",
    "--stats",
    ...(options.over === undefined ? [] : ["--protect-args", ...options.over]),
    ...(options.to === "host" ? ["--links", "--checksum"] : ["--no-links"]),
    ...(options.files === undefined ? [] : ["--from0", "--files-from=-"]),
    ...(options.copyDest === undefined ? [] : [`--copy-dest=${options.copyDest}`]),
    `${from}/`,
    `${to}/`,
  ];
}
