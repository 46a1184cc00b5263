import type { Argv } from "./exec.ts";
import type { CopyOptions } from "./transport.ts";

/**
 * The argv that copies a directory's content into another one. With `files` the list comes on standard input; `over` are the
 * options for the connection to the remote side. What is there already counts as equal when its content is: equal sizes and
 * times prove nothing.
 * Source: rsync(1).
 */
export function rsyncArgv(
  from: string,
  to: string,
  options: CopyOptions & { readonly links: boolean; readonly over?: readonly string[] },
): Argv {
  return [
    "rsync",
    "--recursive",
    "--times",
    "--perms",
    "--checksum",
    "--stats",
    ...(options.over === undefined ? [] : ["--protect-args", ...options.over]),
    ...(options.links ? ["--links"] : ["--no-links"]),
    ...(options.files === undefined ? [] : ["--from0", "--files-from=-"]),
    ...(options.copyDest === undefined ? [] : [`--copy-dest=${options.copyDest}`]),
    `${from}/`,
    `${to}/`,
  ];
}
