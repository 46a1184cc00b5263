import assert from "node:assert/strict";
import { join } from "node:path";
import { exec } from "../../../lib/host/exec.ts";
import { World } from "../fixture.ts";

const IS_ROOT = Deno.uid() === 0;
const PROJECT = join(import.meta.dirname ?? "", "../../..");
/** The name of a user who is not root. Each test file has its own, because they run side by side. */
export const USER = `e2e-${crypto.randomUUID().slice(0, 8)}`;

/** Runs a program, which must succeed. */
export async function must(...argv: readonly [string, ...string[]]): Promise<string> {
  const { code, stdout, stderr } = await exec(["sh", "-c", 'exec "$@"', "sh", ...argv]);
  assert.equal(code, 0, `${argv.join(" ")}: ${stderr}`);
  return stdout;
}

/** A world in which the tool is run by a user who is not root, with a copy of the tool that they can read. */
export class OtherUsersWorld extends World {
  override readonly command: readonly [string, ...string[]];

  /** Creates the user if it does not exist; with `docker` as a member of the group that may use Docker. */
  static async open(groups: "docker" | "none"): Promise<OtherUsersWorld> {
    await must("sh", "-c", `id ${USER} >/dev/null 2>&1 || useradd --no-create-home --groups docker ${USER}`);
    const world = new OtherUsersWorld(groups === "docker" ? "--init-groups" : "--clear-groups");
    const { denoDir } = JSON.parse(await must(Deno.execPath(), "info", "--json")) as { denoDir: string };
    const copy = `cp -r cli.ts deno.json lib templates "$1/tool" && cp -r "$2/npm" "$1/deno" && chown -R ${USER}: "$1"`;
    await Deno.mkdir(join(world.root, "tool"));
    await Deno.mkdir(join(world.root, "deno"));
    await must("sh", "-c", `cd "$3" && ${copy}`, "sh", world.root, denoDir, PROJECT);
    return world;
  }

  private constructor(groups: "--init-groups" | "--clear-groups") {
    super();
    Object.assign(this.env, { DENO_DIR: join(this.root, "deno"), HOME: this.root, USER, LOGNAME: USER });
    const as = ["setpriv", `--reuid=${USER}`, `--regid=${USER}`, groups] as const;
    this.command = [...as, Deno.execPath(), "run", "-A", "--no-lock", join(this.root, "tool/cli.ts")];
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    try {
      await super[Symbol.asyncDispose]();
    } finally {
      await must("userdel", "--force", USER);
    }
  }
}

/** A test that runs the tool as another user. Only root can. */
export const asOther = (name: string, fn: () => Promise<void>) => Deno.test({ name, ignore: !IS_ROOT, fn });
