import { userInfo } from "node:os";
import { join } from "node:path";
import { exec } from "../../lib/host/exec.ts";
import { freePort } from "./free_port.ts";

/** A real sshd on loopback for one test, with keys of its own. */
export interface Sshd extends AsyncDisposable {
  readonly dir: string;
  readonly port: number;
  /** The name that reaches it. */
  readonly host: string;
  /** Ends the server and all of its connections, as a power cut does to the client. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
}

/** More for the configuration of the server, and for the user's of it. */
export interface SshdOptions {
  readonly server?: string;
  readonly client?: string;
}

/** Starts an sshd for the current user. Needs openssh-server. */
export async function startSshd({ server = "", client = "" }: SshdOptions = {}): Promise<Sshd> {
  const dir = await Deno.makeTempDir({ prefix: "e2e-sshd-" });
  const port = freePort();
  for (const key of ["host", "user"]) {
    await exec(["sh", "-c", 'ssh-keygen -q -t ed25519 -N "" -f "$1"', "sh", `${dir}/${key}`]);
  }
  await Deno.copyFile(`${dir}/user.pub`, `${dir}/authorized_keys`);
  const hostKey = (await Deno.readTextFile(`${dir}/host.pub`)).split(" ").slice(0, 2).join(" ");
  await Deno.writeTextFile(`${dir}/known_hosts`, `[127.0.0.1]:${port} ${hostKey}\n`);
  await Deno.writeTextFile(
    `${dir}/sshd_config`,
    `${server}\nPort ${port}\nListenAddress 127.0.0.1\nHostKey ${dir}/host\nAuthorizedKeysFile ${dir}/authorized_keys\nStrictModes no\nUsePAM no\nPidFile ${dir}/pid\n`,
  );
  const host = `lab-${port}`, forUser = `${userConfig()}/${host}.conf`;
  await Deno.writeTextFile(
    forUser,
    `Host ${host}\n  HostName 127.0.0.1\n  Port ${port}\n  User ${userInfo().username}\n  IdentityFile ${dir}/user\n  IdentitiesOnly yes\n  UserKnownHostsFile ${dir}/known_hosts\n${client}`,
  );
  await exec(["sh", "-c", "[ $(id -u) != 0 ] || mkdir -p /run/sshd"]);
  let child: Deno.ChildProcess | undefined;
  const start = async () => {
    child = new Deno.Command("/usr/sbin/sshd", {
      args: ["-D", "-e", "-f", `${dir}/sshd_config`],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    for (let tries = 0; !await connects(port); tries++) {
      if (tries > 200) throw new Error("sshd does not listen");
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
  const stop = async () => {
    if (child === undefined) return;
    await exec(["sh", "-c", 'pkill -KILL -P "$1"; kill -KILL "$1"', "sh", `${child.pid}`]);
    await child.status;
    child = undefined;
  };
  await start();
  return {
    dir,
    port,
    host,
    start,
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
      await Deno.remove(forUser);
      await Deno.remove(dir, { recursive: true });
    },
  };
}

/**
 * A directory whose `*.conf` are the user's own ssh configuration. OpenSSH takes the home directory from passwd(5), not from
 * HOME, so that it comes by -F, from an `ssh` that is put first on PATH: once, because test files run side by side in one
 * process and share its environment.
 */
function userConfig(): string {
  const dir = join(import.meta.dirname ?? "", "../../.cache/tests/ssh"), path = Deno.env.get("PATH") ?? "";
  if (path.startsWith(`${dir}/bin:`)) return dir;
  Deno.mkdirSync(`${dir}/bin`, { recursive: true });
  const shim =
    `#!/bin/sh\ncase " $* " in *" -F "*) exec /usr/bin/ssh "$@" ;; esac\nexec /usr/bin/ssh -F "${dir}/config" "$@"\n`;
  for (const [name, text, mode] of [["config", `Include ${dir}/*.conf\n`, 0o644], ["bin/ssh", shim, 0o755]] as const) {
    const whole = Deno.makeTempFileSync({ dir });
    Deno.writeTextFileSync(whole, text);
    Deno.chmodSync(whole, mode);
    Deno.renameSync(whole, `${dir}/${name}`);
  }
  Deno.env.set("PATH", `${dir}/bin:${path}`);
  return dir;
}

async function connects(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch {
    return false;
  }
}
