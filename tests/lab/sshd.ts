import { userInfo } from "node:os";
import { exec } from "../../lib/host/exec.ts";
import { freePort } from "./free_port.ts";

/** A real sshd on loopback for one test, with keys of its own, and an ssh configuration that reaches it as `lab`. */
export interface Sshd extends AsyncDisposable {
  readonly dir: string;
  readonly port: number;
  /** Ends the server and all of its connections, as a power cut does to the client. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Runs a test whose ssh uses this server's configuration as the user's own. */
  readonly asUser: (test: () => Promise<void>) => Promise<void>;
}

/** Starts an sshd for the current user; `config` is more for its configuration. Needs openssh-server. */
export async function startSshd(config = ""): Promise<Sshd> {
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
    `${config}\nPort ${port}\nListenAddress 127.0.0.1\nHostKey ${dir}/host\nAuthorizedKeysFile ${dir}/authorized_keys\nStrictModes no\nUsePAM no\nPidFile ${dir}/pid\n`,
  );
  await Deno.writeTextFile(
    `${dir}/ssh_config`,
    `Host lab\n  HostName 127.0.0.1\n  Port ${port}\n  User ${userInfo().username}\n  IdentityFile ${dir}/user\n  IdentitiesOnly yes\n  UserKnownHostsFile ${dir}/known_hosts\n`,
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
  // OpenSSH takes the home directory from passwd(5), not from HOME: a user's own configuration comes by -F.
  const bin = `${dir}/bin`;
  await Deno.mkdir(bin);
  const shim =
    `#!/bin/sh\ncase " $* " in *" -F "*) exec /usr/bin/ssh "$@" ;; esac\nexec /usr/bin/ssh -F "${dir}/ssh_config" "$@"\n`;
  await Deno.writeTextFile(`${bin}/ssh`, shim, { mode: 0o755 });
  const asUser = async (test: () => Promise<void>) => {
    const path = Deno.env.get("PATH") ?? "";
    Deno.env.set("PATH", `${bin}:${path}`);
    try {
      await test();
    } finally {
      Deno.env.set("PATH", path);
    }
  };
  await start();
  return {
    dir,
    port,
    start,
    stop,
    asUser,
    [Symbol.asyncDispose]: async () => {
      await stop();
      await Deno.remove(dir, { recursive: true });
    },
  };
}

async function connects(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch {
    return false;
  }
}
