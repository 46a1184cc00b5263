import type { Argv } from "./exec.ts";
import type { CopyOptions } from "./transport.ts";

/**
 * Builds the argv that copies the content of one directory into another. With `files` the list comes on standard input;
 * `over` are the options that reach the remote side. Files are compared by content, because different files can have equal sizes and times.
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
