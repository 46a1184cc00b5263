import { join } from "node:path";
import { LabHost } from "../lab/lab_host.ts";
import { World } from "../e2e/fixture.ts";

/** What is left on a lab host of any sandbox: containers, networks, volumes, images, directories, processes. */
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

/** A place of its own for one test, whose sandboxes are on a lab host. */
export class LabWorld extends World {
  readonly host: LabHost;

  private constructor(host: LabHost) {
    super();
    this.host = host;
    const bin = join(this.root, "bin");
    Deno.mkdirSync(bin);
    // OpenSSH takes the home directory from passwd(5), not from HOME: a user's own configuration comes by -F.
    const shim =
      `#!/bin/sh\ncase " $* " in *" -F "*) exec /usr/bin/ssh "$@" ;; esac\nexec /usr/bin/ssh -F "${host.sshConfig}" "$@"\n`;
    Deno.writeTextFileSync(join(bin, "ssh"), shim, { mode: 0o755 });
    this.env.PATH = `${bin}:${Deno.env.get("PATH")}`;
    this.env.RAILIANCE01_HOST = host.name;
  }

  /** Gives a clean lab host of that name, made where it is missing and kept for the next test. */
  static async open(name: string): Promise<LabWorld> {
    const host = new LabHost(name);
    await host.up();
    await host.reset();
    return new LabWorld(host);
  }

  /** Forgets this world without a look at what is left, which the next one on its host clears away. */
  async forget(): Promise<void> {
    await Deno.remove(this.root, { recursive: true });
  }

  override async inventory(): Promise<readonly string[]> {
    return (await this.host.exec(INVENTORY)).split("\n").filter((line) => line !== "");
  }
}
