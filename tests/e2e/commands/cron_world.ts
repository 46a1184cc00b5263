import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { exec } from "../../../lib/host/exec.ts";
import { type Result, resultSchema } from "../../../lib/result/result.ts";
import { LabWorld } from "../../faults/lab_world.ts";
import type { Started } from "../fixture.ts";

/** The lab host with cron, unless a test uses another one. */
export const HOST = "cron";
const HOME = "/home/e2e-lab";
/** The checkout of this project. */
export const ROOT = join(import.meta.dirname ?? "", "../../..");

/** A lab host with cron, and a state-hub on this machine, which the host reaches through a reverse tunnel. */
export class CronWorld implements AsyncDisposable {
  readonly lab: LabWorld;
  /** The binary, compiled for this machine. */
  readonly binary: string;
  readonly #hub: Started;
  readonly #hubUrl: string;
  #tunnel: Deno.ChildProcess | undefined;

  private constructor(lab: LabWorld, { binary, hub, hubUrl }: { binary: string; hub: Started; hubUrl: string }) {
    this.lab = lab;
    this.binary = binary;
    this.#hub = hub;
    this.#hubUrl = hubUrl;
  }

  static async open(host = HOST): Promise<CronWorld> {
    const compiled = await exec(["sh", "-c", 'cd "$1" && sh tools/compile.sh', "sh", ROOT]);
    assert.equal(compiled.code, 0, compiled.stderr);
    const lab = await LabWorld.open(host);
    await lab.host.exec(`rm -rf ${HOME}/* ${HOME}/.ssh`);
    const hub = lab.start(["hub", "--port", "0", "--db", `${lab.root}/hub.db`]);
    const hubUrl = await hub.matches(/Hub on (http:\S+),/);
    return new CronWorld(lab, { binary: compiled.stdout.trim(), hub, hubUrl });
  }

  /** Runs `e2e cron …`. */
  cron(...args: readonly string[]) {
    return this.lab.run(["cron", ...args]);
  }

  /** Installs a schedule with the binary, and waits for the end of a run that an earlier schedule has started. */
  async install(slug: string, ...more: readonly string[]) {
    const ended = await this.cron("install", slug, "--binary", this.binary, "--allow-test-binary", ...more);
    await this.#untilIdle();
    return ended;
  }

  /** Waits until no `e2e-host` runs on the host: a run that cron has just started would make the next one `busy`. */
  async #untilIdle(): Promise<void> {
    const isIdle = async () => (await this.asUser("pgrep -x e2e-host || true")) === "";
    await this.lab.until("no scheduled run is in progress", isIdle, 180_000);
  }

  /** Runs a line of sh on the workstation, where `e2e` is a command; it must succeed. */
  async types(line: string): Promise<void> {
    const [program, ...args] = this.lab.command, e2e = join(this.lab.root, "bin/e2e");
    await Deno.writeTextFile(e2e, `#!/bin/sh\nexec ${program} ${args.join(" ")} "$@"\n`, { mode: 0o755 });
    const { code, stdout, stderr } = await new Deno.Command("sh", {
      args: ["-c", line],
      env: this.lab.env,
      stdin: "null",
    }).output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    assert.equal(code, 0, `${line}\n${decode(stdout)}${decode(stderr)}`);
  }

  /** Runs a script on the host as its unprivileged user. */
  asUser(script: string, ...args: readonly string[]): Promise<string> {
    const as =
      `script=$1; shift; cd ${HOME}; exec runuser -u e2e-lab -- env -i HOME=${HOME} PATH=/usr/bin:/bin sh -c "$script" sh "$@"`;
    return this.lab.host.exec(as, script, ...args);
  }

  /** Creates a remote as {@link remoteOf} does, of a repository with these files. */
  async remote(files: Readonly<Record<string, string>>, name = "web"): Promise<string> {
    return await this.remoteOf(await this.lab.repository(files, name));
  }

  /** Pushes a directory to a bare repository on the host. Returns the URL with which git there reaches it over ssh. */
  async remoteOf(local: string): Promise<string> {
    const name = basename(local), config = this.lab.host.sshConfig;
    const key = await Deno.readTextFile(config.replace(/ssh_config$/, "user_key"));
    const known = await Deno.readTextFile(config.replace(/ssh_config$/, "known_hosts"));
    await this.asUser(
      'umask 077; mkdir -p .ssh; printf %s "$1" >.ssh/id_ed25519; printf %s "$2" >.ssh/known_hosts; git init -q --bare -b main "$3.git"',
      key,
      known,
      name,
    );
    const copy = join(this.lab.root, `${name}.copy`), url = `ssh://${this.lab.host.name}${HOME}/${name}.git`;
    const push =
      'cp -a "$1" "$2" && cd "$2" && git init -q -b main && git add -A && git -c user.name=e2e -c user.email=e2e@localhost commit -qm files && GIT_SSH_COMMAND="ssh -F $3" git push -q "$4" main';
    const pushed = await exec(["sh", "-c", push, "sh", local, copy, config, url]);
    assert.equal(pushed.code, 0, pushed.stderr);
    return `ssh://e2e-lab@${known.split(" ")[0]}${HOME}/${name}.git`;
  }

  /** Reads the user's crontab, one character for each byte; undefined when there is none. */
  async crontab(): Promise<string | undefined> {
    const spool = "/var/spool/cron/crontabs/e2e-lab"; // after three lines that crontab(1) adds
    const text = await this.lab.host.exec(
      `[ ! -e ${spool} ] || tail -n +4 ${spool} | base64 -w0; [ -e ${spool} ] || echo none`,
    );
    return text === "none\n" ? undefined : atob(text);
  }

  /** Replaces the crontab; one character for each byte. */
  async setCrontab(text: string): Promise<void> {
    await this.asUser('printf %s "$1" | base64 -d | crontab -', btoa(text));
  }

  /** Opens the tunnel through which the host reaches the hub. */
  async openTunnel(): Promise<void> {
    const forward = `18000:${new URL(this.#hubUrl).host}`;
    const args = [
      "-F",
      this.lab.host.sshConfig,
      "-o",
      "ExitOnForwardFailure=yes",
      "-N",
      "-R",
      forward,
      this.lab.host.name,
    ];
    this.#tunnel = new Deno.Command("ssh", { args, stdin: "null", stdout: "null", stderr: "null" }).spawn();
    await this.lab.until("the tunnel is open", async () => {
      const asked = await this.asUser("curl -sf http://127.0.0.1:18000/healthz || true");
      return asked.includes("ok");
    });
  }

  async closeTunnel(): Promise<void> {
    this.#tunnel?.kill();
    await this.#tunnel?.status;
    this.#tunnel = undefined;
  }

  /** Reads the results in the hub, the oldest first. */
  async events(): Promise<readonly Result[]> {
    const answer = await fetch(`${this.#hubUrl}/progress/?event_type=e2e_result`);
    const events: readonly { readonly detail: Record<string, unknown> }[] = await answer.json();
    return events.map(({ detail: { cut: _, ...result } }) => resultSchema.parse(result)).reverse();
  }

  /** Waits for the first `count` results in the hub. */
  async firstEvents(count: number): Promise<readonly Result[]> {
    await this.lab.until(`${count} events`, async () => (await this.events()).length >= count, 300_000);
    return (await this.events()).slice(0, count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.closeTunnel();
    await this.asUser("crontab -r 2>/dev/null || true");
    try {
      await this.#untilIdle();
    } finally {
      Deno.kill(this.#hub.pid);
      await this.#hub.ended;
      await this.lab[Symbol.asyncDispose]();
    }
  }
}
