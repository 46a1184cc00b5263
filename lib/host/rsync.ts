import type { Argv } from "./exec.ts";
import type { CopyOptions } from "./transport.ts";

/**
 * The argv that copies a directory's content into another one. With `files` the list comes on standard input; `over` are the
 * options for the connection to the remote side.
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
    "--stats",
    ...(options.over === undefined ? [] : ["--protect-args", ...options.over]),
    ...(options.links ? ["--links"] : ["--no-links"]),
    ...(options.files === undefined ? [] : ["--from0", "--files-from=-"]),
    ...(options.copyDest === undefined ? [] : [`--copy-dest=${options.copyDest}`]),
    `${from}/`,
    `${to}/`,
  ];
}
