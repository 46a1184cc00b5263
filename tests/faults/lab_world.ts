import { join } from "node:path";
import { LabHost } from "../../tools/lab/lab_host.ts";
import { exec } from "../../lib/host/exec.ts";
import { World } from "../e2e/fixture.ts";
import { TRACES } from "./traces.ts";

/** Lists what is left of sandboxes on a lab host: containers, networks, volumes, images, directories, processes. */
const INVENTORY = `
label=dev.custodian.e2e.sandbox
docker ps -a --filter label=$label --format 'container {{.Names}}'
docker network ls --filter label=$label --format 'network {{.Name}}'
docker volume ls --filter label=$label --format 'volume {{.Name}}'
docker images -a --filter label=$label --format 'image {{.Repository}}'
for each in /home/e2e-lab/.e2e/sandboxes/* /home/e2e-lab/.e2e/sandboxes/.new-*; do [ ! -e "$each" ] || echo "directory $each"; done
grep -lsz '^E2E_SANDBOX=\\|^E2E_WATCHER=\\|^E2E_HELPER=' /proc/[0-9]*/environ | while read -r each; do
  echo "process $each $(tr '\\0' ' ' <"\${each%/environ}/cmdline")"
done
true`;

/** The world of one test whose sandboxes are on a lab host. */
export class LabWorld extends World {
  readonly host: LabHost;
  /** Folders for the temporary files of the tool. */
  readonly #temporary = { TMPDIR: join(this.root, "tmp"), XDG_RUNTIME_DIR: join(this.root, "run") };

  private constructor(host: LabHost) {
    super();
    this.host = host;
    const bin = join(this.root, "bin");
    Deno.mkdirSync(bin);
    // OpenSSH takes the home directory from passwd(5), not from HOME, so that the configuration has to come by -F.
    const shim =
      `#!/bin/sh\ncase " $* " in *" -F "*) exec /usr/bin/ssh "$@" ;; esac\nexec /usr/bin/ssh -F "${host.sshConfig}" "$@"\n`;
    Deno.writeTextFileSync(join(bin, "ssh"), shim, { mode: 0o755 });
    this.env.PATH = `${bin}:${Deno.env.get("PATH")}`;
    this.env.RAILIANCE01_HOST = host.name;
    for (const [name, each] of Object.entries(this.#temporary)) {
      Deno.mkdirSync(each, { mode: 0o700 });
      this.env[name] = each;
    }
  }

  /** Returns a world with a clean lab host of that name, which is made if it is missing, and kept for the next test. */
  static async open(name: string): Promise<LabWorld> {
    const host = new LabHost(name);
    await host.up();
    await host.reset();
    return new LabWorld(host);
  }

  /** Removes this world without checking what is left. The next world on the host cleans up. */
  async forget(): Promise<void> {
    await Deno.remove(this.root, { recursive: true });
  }

  override async inventory(): Promise<readonly string[]> {
    return (await this.host.exec(INVENTORY)).split("\n").filter((line) => line !== "");
  }

  /** What is on the host besides sandboxes, for {@link strayTraces}. */
  async traces(): Promise<readonly string[]> {
    return (await this.host.exec(TRACES, "e2e-lab")).split("\n").filter((line) => line !== "");
  }

  /** What the tool has left on this machine: temporary files, runs without a result, unfinished files. */
  async tracesHere(): Promise<readonly string[]> {
    const ask = `find "$1" "$2" -mindepth 1 -maxdepth 1 -printf 'here %p\\n'
      cd "$3" 2>/dev/null || exit 0
      find retests -mindepth 1 -maxdepth 1 -printf 'here %p\\n' 2>/dev/null
      for run in runs/*; do [ -e "$run/result.json" ] || echo "here $run"; done`;
    const { TMPDIR, XDG_RUNTIME_DIR } = this.#temporary;
    const { stdout } = await exec(["sh", "-c", ask, "sh", TMPDIR, XDG_RUNTIME_DIR, join(this.state, "e2e")]);
    return stdout.split("\n").filter((line) => line !== "" && line !== "here runs/*");
  }
}
