import { dirname, join } from "node:path";
import { deadSockets } from "../host/ssh/dead_sockets.ts";
import { type Argv, exec } from "../host/exec.ts";
import { waitingRuns } from "../hub/client/deliver.ts";
import type { HereFacts } from "./here_findings.ts";

/** Asks this machine what it has. */
export async function askHere(
  options: {
    /** Where runs are stored. */
    readonly runs: string;
    /** Whether the host is reached by ssh. */
    readonly bySsh: boolean;
    readonly unsetSecrets: readonly string[];
    readonly now: () => number;
  },
): Promise<HereFacts> {
  const { runs, bySsh, unsetSecrets, now } = options;
  const [ssh, rsync, git, docker, dead] = await Promise.all([
    bySsh ? says(["ssh", "-V"]) : null,
    says(["rsync", "--version"]),
    says(["git", "--version"]),
    says(["docker", "--version"]),
    deadSockets(now()),
  ]);
  return {
    ssh,
    rsync,
    git,
    docker,
    deno: Deno.version.deno,
    runs: { path: runs, error: await unwritable(runs) },
    waiting: waitingRuns(runs).length,
    deadSockets: dead.length,
    unsetSecrets,
  };
}

/** The first line of a program's answer; undefined where there is none. */
async function says(argv: Argv): Promise<string | undefined> {
  const { code, stdout, stderr } = await exec(argv, { timeoutMs: 5_000 });
  return code === 0 ? (stdout || stderr).split("\n", 1)[0] : undefined;
}

/** Why nothing can be written in a directory, or where it would be made. */
async function unwritable(directory: string): Promise<string | undefined> {
  try {
    await Deno.writeTextFile(join(directory, ".doctor"), "");
    await Deno.remove(join(directory, ".doctor")).catch(() => {}); // another doctor was faster
    return undefined;
  } catch (error) {
    const isMissing = error instanceof Deno.errors.NotFound && dirname(directory) !== directory;
    return isMissing ? await unwritable(dirname(directory)) : error instanceof Error ? error.message : String(error);
  }
}
