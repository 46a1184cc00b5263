import { userInfo } from "node:os";
import { exec } from "../../lib/host/exec.ts";
import { freePort } from "./free_port.ts";
import { sshConfigFolder } from "./ssh_config_folder.ts";

/** A real sshd on loopback for one test, with keys of its own. */
export interface Sshd extends AsyncDisposable {
  readonly dir: string;
  readonly port: number;
  /** The destination for ssh. */
  readonly host: string;
  /** Kills the server and all its connections; for the client, this looks like a power cut. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
}

/** More lines for the configuration of the server, and for the user's ssh configuration. */
export interface SshdOptions {
  readonly server?: string;
  readonly client?: string;
}

/** Starts an sshd for the current user. Needs openssh-server. */
export async function startSshd({ server = "", client = "" }: SshdOptions = {}): Promise<Sshd> {
  const dir = await Deno.makeTempDir({ prefix: "e2e-sshd-" }), port = freePort(), host = `lab-${port}`;
  const clientConfig = `${sshConfigFolder()}/${host}.conf`;
  await makeKeys(dir, port);
  await Deno.writeTextFile(`${dir}/sshd_config`, `${server}\n${serverLines(dir, port)}`);
  await Deno.writeTextFile(clientConfig, `${clientLines(dir, { port, host })}${client}`);
  await exec(["sh", "-c", "[ $(id -u) != 0 ] || mkdir -p /run/sshd"]);
  const { start, stop } = controls(dir, port);
  await start();
  const remove = async () => {
    await stop();
    await Deno.remove(clientConfig);
    await Deno.remove(dir, { recursive: true });
  };
  return { dir, port, host, start, stop, [Symbol.asyncDispose]: remove };
}

/** Makes the keys of the host and of the user, and the files that say which of them are trusted. */
async function makeKeys(dir: string, port: number): Promise<void> {
  for (const key of ["host", "user"]) {
    await exec(["sh", "-c", 'ssh-keygen -q -t ed25519 -N "" -f "$1"', "sh", `${dir}/${key}`]);
  }
  await Deno.copyFile(`${dir}/user.pub`, `${dir}/authorized_keys`);
  const hostKey = (await Deno.readTextFile(`${dir}/host.pub`)).split(" ").slice(0, 2).join(" ");
  await Deno.writeTextFile(`${dir}/known_hosts`, `[127.0.0.1]:${port} ${hostKey}\n`);
}

function serverLines(dir: string, port: number): string {
  return `Port ${port}
ListenAddress 127.0.0.1
HostKey ${dir}/host
AuthorizedKeysFile ${dir}/authorized_keys
StrictModes no
UsePAM no
PidFile ${dir}/pid
`;
}

function clientLines(dir: string, { port, host }: { readonly port: number; readonly host: string }): string {
  return `Host ${host}
  HostName 127.0.0.1
  Port ${port}
  User ${userInfo().username}
  IdentityFile ${dir}/user
  IdentitiesOnly yes
  UserKnownHostsFile ${dir}/known_hosts
`;
}

/** Returns how to start and stop the server of a folder. */
function controls(dir: string, port: number): Pick<Sshd, "start" | "stop"> {
  let child: Deno.ChildProcess | undefined;
  const start = async () => {
    const args = ["-D", "-e", "-f", `${dir}/sshd_config`];
    child = new Deno.Command("/usr/sbin/sshd", { args, stdin: "null", stdout: "null", stderr: "null" }).spawn();
    await untilListening(port);
  };
  const stop = async () => {
    if (child === undefined) return;
    await exec(["sh", "-c", 'pkill -KILL -P "$1"; kill -KILL "$1"', "sh", `${child.pid}`]);
    await child.status;
    child = undefined;
  };
  return { start, stop };
}

/** Throws when nothing listens on the port after a minute. */
async function untilListening(port: number): Promise<void> {
  const endMs = Date.now() + 60_000;
  while (!await connects(port)) {
    if (Date.now() > endMs) throw new Error(`sshd does not listen on port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function connects(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch {
    return false;
  }
}
