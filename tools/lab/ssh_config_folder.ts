import { join } from "node:path";

/**
 * Returns a folder whose `*.conf` files belong to the user's own ssh configuration in this process.
 *
 * OpenSSH takes the home directory from passwd(5) and not from HOME, so that the configuration has to come by `-F`: from a
 * script `ssh` in a folder that is put first on PATH. This happens once, because the test files of one process share its
 * environment.
 */
export function sshConfigFolder(): string {
  const dir = join(import.meta.dirname ?? "", "../../.cache/tests/ssh"), path = Deno.env.get("PATH") ?? "";
  if (path.startsWith(`${dir}/bin:`)) return dir;
  Deno.mkdirSync(`${dir}/bin`, { recursive: true });
  writeWhole(`${dir}/config`, `Include ${dir}/*.conf\n`, 0o644);
  writeWhole(`${dir}/bin/ssh`, shim(dir), 0o755);
  Deno.env.set("PATH", `${dir}/bin:${path}`);
  return dir;
}

function shim(dir: string): string {
  return `#!/bin/sh
case " $* " in *" -F "*) exec /usr/bin/ssh "$@" ;; esac
exec /usr/bin/ssh -F "${dir}/config" "$@"
`;
}

/** Writes a file so that another process never sees a part of it. */
function writeWhole(path: string, text: string, mode: number): void {
  const whole = Deno.makeTempFileSync({ dir: join(path, "..") });
  Deno.writeTextFileSync(whole, text);
  Deno.chmodSync(whole, mode);
  Deno.renameSync(whole, path);
}
