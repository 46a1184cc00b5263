import type { ScriptHost } from "./fixture.ts";

/** The shells that may be a host's `sh`. */
export const SHELLS = ["dash", "bash", "busybox"] as const;

/** Programs of GNU and util-linux that a host needs; this busybox prefers its own versions. */
const PROGRAMS =
  "awk cat cp cut date df du env find flock grep head id mkfifo mktemp mv rm sed setsid sleep sort stat tail tee " +
  "timeout wc xargs sh";

/** Makes a shell the host's `sh`. */
export function setShell(host: ScriptHost, shell: typeof SHELLS[number]): void {
  if (shell !== "busybox") return Deno.symlinkSync(`/bin/${shell}`, `${host.path}/sh`);
  host.program(
    "sh",
    `#!/bin/bash
functions='for each in ${PROGRAMS}; do eval "$each() { /usr/bin/env $each \\"\\$@\\"; }"; done; unset each'
while [[ $1 == -* && $1 != -c ]]; do options+=("$1"); shift; done
if [[ $1 == -c ]]; then text=$2; shift 2; else text=$(cat "$1"); fi
text=$(sed 's#\\bexec \\(sh\\|env\\) #exec /usr/bin/env \\1 #' <<<"$text")
exec /usr/bin/busybox sh "\${options[@]}" -c "$functions
$text" "$@"
`,
  );
}
