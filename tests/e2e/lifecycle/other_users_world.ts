import assert from "node:assert/strict";
import { join } from "node:path";
import { exec } from "../../../lib/host/exec.ts";
import { World } from "../fixture.ts";

const IS_ROOT = Deno.uid() === 0;
const PROJECT = join(import.meta.dirname ?? "", "../../..");
/** The user who is not root: a different one in each test file, because test files run at once. */
export const USER = `e2e-${crypto.randomUUID().slice(0, 8)}`;

/** Runs a program that a test needs, which must succeed, and returns its output. */
export async function must(...argv: readonly [string, ...string[]]): Promise<string> {
  const { code, stdout, stderr } = await exec(["sh", "-c", 'exec "$@"', "sh", ...argv]);
  assert.equal(code, 0, `${argv.join(" ")}: ${stderr}`);
  return stdout;
}

/** The user, and the copy of the tool that they can read; made by the first test of a file, removed after the last. */
let copied: Promise<string> | undefined;

async function copyTool(): Promise<string> {
  await must("useradd", "--no-create-home", "--groups", "docker", USER);
  const { denoDir } = JSON.parse(await must(Deno.execPath(), "info", "--json")) as { denoDir: string };
  const dir = await Deno.makeTempDir({ prefix: "e2e-tool-" });
  const copy = `mkdir "$1/tool" "$1/deno"; chmod 755 "$1"
    cp -r cli.ts deno.json lib templates "$1/tool"; cp -r "$2/npm" "$1/deno"; chown -R ${USER}: "$1"`;
  await must("sh", "-euc", `cd "$3"; ${copy}`, "sh", dir, denoDir, PROJECT);
  return dir;
}

Deno.test.afterAll(async () => {
  if (copied !== undefined) await must("sh", "-c", `rm -rf "$1"; userdel --force ${USER}`, "sh", await copied);
});

/** A world in which the tool is run by a user who is not root, with a copy of the tool that they can read. */
export class OtherUsersWorld extends World {
  override readonly command: readonly [string, ...string[]];

  /** Opens a world; with `docker` the user is a member of the group that may use Docker. */
  static async open(groups: "docker" | "none"): Promise<OtherUsersWorld> {
    copied ??= copyTool();
    const world = new OtherUsersWorld(await copied, groups === "docker" ? "--init-groups" : "--clear-groups");
    await must("chown", `${USER}:`, world.root);
    return world;
  }

  private constructor(copy: string, groups: "--init-groups" | "--clear-groups") {
    super();
    Object.assign(this.env, { DENO_DIR: join(copy, "deno"), HOME: this.root, USER, LOGNAME: USER });
    const as = ["setpriv", `--reuid=${USER}`, `--regid=${USER}`, groups] as const;
    this.command = [...as, Deno.execPath(), "run", "-A", "--no-lock", join(copy, "tool/cli.ts")];
  }
}

/** A test that runs the tool as another user. Only root can. */
export const asOther = (name: string, fn: () => Promise<void>) => Deno.test({ name, ignore: !IS_ROOT, fn });
