import assert from "node:assert/strict";
import { join } from "node:path";
import { makeArgv, type ScriptName, SCRIPTS } from "../../../../lib/sandbox/scripts.ts";

/** How a script ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  /** Standard output, not decoded. */
  readonly bytes: Uint8Array;
  readonly stderr: string;
}

/** A running script. */
export interface Running {
  readonly pid: number;
  /** Closes its standard input. */
  readonly hangUp: () => Promise<void>;
  readonly ended: Promise<Ended>;
}

/** Options of {@link ScriptHost.make}. */
export interface MakeOptions {
  readonly leaseS?: number;
  readonly onLost?: string;
  readonly home?: string;
  /** Other texts for some of the scripts in `bin/`. */
  readonly scripts?: Readonly<Partial<Record<ScriptName, string>>>;
}

/** A sandbox on a {@link ScriptHost}. */
export interface MadeSandbox {
  readonly dir: string;
  readonly project: string;
}

/**
 * A directory in which the scripts run as they do on a host: with an `E2E_HOME`, an environment, and programs first on
 * PATH.
 */
export class ScriptHost implements AsyncDisposable {
  readonly root = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "e2e-scripts-" }));
  readonly home: string;
  /** A directory at the front of PATH, for tiny programs. */
  readonly path = join(this.root, "path");
  readonly env: Record<string, string>;
  readonly #mounts: string[] = [];

  constructor(home = "home") {
    this.home = join(this.root, home);
    Deno.chmodSync(this.root, 0o755);
    for (const dir of [this.home, this.path, join(this.root, "bin")]) Deno.mkdirSync(dir, { recursive: true });
    for (const [name, text] of Object.entries(SCRIPTS)) Deno.writeTextFileSync(join(this.root, "bin", name), text);
    const user = Deno.env.get("HOME") ?? "/";
    this.env = { PATH: `${this.path}:${Deno.env.get("PATH")}`, HOME: user, E2E_HOME: this.home };
  }

  /** Creates a program that comes first on PATH. */
  program(name: string, text: string): void {
    Deno.writeTextFileSync(join(this.path, name), text, { mode: 0o755 });
  }

  /** Starts a program with this host's environment only. */
  spawn(argv: readonly string[], options: { readonly stdin?: string | "open" } = {}): Running {
    const [program = "", ...args] = argv;
    const child = new Deno.Command(program, {
      args,
      cwd: "/",
      clearEnv: true,
      env: this.env,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    const hangUp = () => writer.close().catch(() => {});
    if (options.stdin !== "open") {
      writer.write(new TextEncoder().encode(options.stdin ?? "")).catch(() => {});
      hangUp();
    }
    const ended = (async () => {
      const [{ code }, bytes, stderr] = await Promise.all([
        child.status,
        new Response(child.stdout).bytes(),
        new Response(child.stderr).text(),
      ]);
      await hangUp();
      return { code, stdout: new TextDecoder().decode(bytes), bytes, stderr };
    })();
    return { pid: child.pid, hangUp, ended };
  }

  /** Runs a line of sh; arguments are `$1` and so on. */
  sh(text: string, ...args: readonly string[]): Promise<Ended> {
    return this.spawn(["sh", "-c", text, "sh", ...args]).ended;
  }

  /** Runs one of the scripts. */
  run(script: ScriptName, ...args: readonly string[]): Promise<Ended> {
    return this.start(script, args).ended;
  }

  /** Starts one of the scripts; its standard input may stay open. */
  start(script: ScriptName, args: readonly string[], options: { readonly stdin?: string | "open" } = {}): Running {
    return this.spawn(["sh", join(this.root, "bin", script), ...args], options);
  }

  /** Runs `sandbox_make.sh` as the tool does. */
  tryMake(project: string, options: MakeOptions = {}): Promise<Ended> {
    const { home = this.home, leaseS = 60, onLost = "down", scripts = {} } = options;
    const argv = makeArgv(home, project, `${leaseS}`, onLost).map((arg, at, all) =>
      scripts[all[at - 1] as ScriptName] ?? arg
    );
    return this.spawn(argv, { stdin: runJson(project) }).ended;
  }

  /** Creates a sandbox. */
  async make(options: MakeOptions = {}): Promise<MadeSandbox> {
    const project = newProject();
    const { code, stdout, stderr } = await this.tryMake(project, options);
    assert.equal(code, 0, stderr);
    return { dir: stdout.trimEnd(), project };
  }

  /** Starts a job. */
  async job(
    dir: string,
    command: string,
    options: { readonly name?: string; readonly limitS?: number; readonly graceS?: number } = {},
  ): Promise<Ended> {
    const { name = "job", limitS = 30, graceS = 1 } = options;
    await Deno.mkdir(`${dir}/${name}`, { recursive: true });
    const text = `${command}\n`, bytes = new TextEncoder().encode(text).length;
    const args = [dir, name, `${limitS}`, `${graceS}`, `${bytes}`];
    return await this.start("job_start.sh", args, { stdin: text }).ended;
  }

  /** Follows a job from an offset on until it has ended. */
  follow(dir: string, options: { readonly name?: string; readonly offset?: number } = {}): Promise<Ended> {
    const { name = "job", offset = 0 } = options;
    return this.start("job_follow.sh", [dir, name, `${offset}`], { stdin: "open" }).ended;
  }

  /** Mounts a small disk. Needs root. */
  async smallDisk(name: string, size = "256k"): Promise<string> {
    const at = join(this.root, name);
    await Deno.mkdir(at);
    const { code, stderr } = await this.sh('mount -t tmpfs -o "size=$2" none "$1"', at, size);
    assert.equal(code, 0, stderr);
    this.#mounts.push(at);
    return at;
  }

  /** Keeps a disk full until it is disposed of. */
  keepFull(disk: string): AsyncDisposable {
    const greedy = 'while :; do printf %4096s; done 2>/dev/null >>"$1"';
    const { pid, ended } = this.spawn(["dash", "-c", greedy, "sh", `${disk}/fill`]);
    return {
      [Symbol.asyncDispose]: async () => {
        kill(pid, "SIGKILL");
        await ended;
      },
    };
  }

  /** Lists the processes with one of the sandboxes in their environment, as `NAME PID COMMAND`. */
  async processes(names: readonly string[] = ["E2E_SANDBOX", "E2E_HELPER", "E2E_WATCHER"]): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { name: pid } of Deno.readDir("/proc")) {
      if (!/^\d+$/.test(pid)) continue;
      const environ = await Deno.readTextFile(`/proc/${pid}/environ`).catch(() => "");
      const name = names.find((each) => environ.split("\0").some((line) => line.startsWith(`${each}=${this.root}/`)));
      if (name === undefined) continue;
      const command = await Deno.readTextFile(`/proc/${pid}/cmdline`).catch(() => "");
      if (command !== "") found.push(`${name} ${pid} ${command.replaceAll("\0", " ")}`);
    }
    return found;
  }

  /** Ends the tool's helpers. */
  async endHelpers(): Promise<void> {
    for (const each of await this.processes(["E2E_HELPER"])) kill(Number(each.split(" ")[1]), "SIGKILL");
  }

  /** Ends the watchers, which would otherwise remove sandboxes during the test. */
  async stopWatchers(): Promise<void> {
    const watchers = () => this.processes(["E2E_WATCHER"]);
    for (const each of await watchers()) kill(Number(each.split(" ")[1]), "SIGKILL");
    await until("the watchers end", async () => (await watchers()).length === 0);
  }

  /** Ends the watchers, checks that no other process is left, and removes the directory. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.stopWatchers();
      await until("nothing is left running", async () => (await this.processes()).length === 0)
        .catch(async () => assert.deepEqual(await this.processes(), []));
    } finally {
      for (const each of await this.processes()) kill(Number(each.split(" ")[1]), "SIGKILL");
      for (const each of this.#mounts) await this.sh('umount -l "$1"', each);
      await this.sh('rm -rf "$1"', this.root);
    }
  }
}

let made = 0;

/** Returns a unique project name. */
export function newProject(): string {
  return `e2e-t-${Deno.pid.toString(16)}x${(made++).toString(16)}x${Date.now().toString(16).slice(-6)}`;
}

/** A `run.json` with characters that JSON escapes. */
export function runJson(project: string): string {
  return JSON.stringify({ run_id: `id of ${project}`, slug: "t", owner: `Ana "A" O'Neill \\ $HOME` });
}

/** A line of sh for a job: waits until the last background process is `sleep`. */
export const UNTIL_SLEEP = 'until [ "$(cat "/proc/$!/comm")" = sleep ]; do sleep 0.05; done';

/** Waits until the condition holds; fails after `timeoutMs`. */
export async function until(what: string, condition: () => Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!await condition()) {
    assert.ok(Date.now() < end, `timed out: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** Checks whether a path exists. */
export function exists(path: string): Promise<boolean> {
  return Deno.lstat(path).then(() => true, () => false);
}

/** Sends a signal to a process, or to a group (a negative number), if it still runs. */
export function kill(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound) && !(error instanceof TypeError)) throw error;
  }
}
