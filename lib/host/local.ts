import { exec, interactive } from "./exec.ts";
import { rsyncArgv } from "./rsync_argv.ts";
import type { CopyOptions, Transport } from "./transport.ts";

/** Returns a transport to this machine, called `name`: the same programs, without a connection. Needs rsync. */
export function local(name = "local"): Transport {
  const copy = (links: boolean) => (from: string, to: string, options: CopyOptions = {}) =>
    exec(rsyncArgv(from, to, { ...options, links }), { ...options, stdin: options.files });
  return {
    name,
    run: exec,
    interactive,
    push: copy(true),
    pull: copy(false),
    tunnel: (to) => Promise.resolve({ kind: "open", at: to }),
    close: () => Promise.resolve(),
  };
}
