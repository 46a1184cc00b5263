import { dirname, join } from "node:path";
import { messageOf } from "../errors.ts";
import { type Argv, exec } from "../host/exec.ts";
import { deadSockets } from "../host/ssh/dead_sockets.ts";
import { waitingRuns } from "../hub/client/deliver.ts";
import { count } from "../result/words.ts";
import { atLeast } from "../sandbox/at_least.ts";
import { dockerVersion } from "../sandbox/docker_argv.ts";
import { installHint } from "../sandbox/host_facts.ts";
import { type Finding, findingsAt } from "./finding.ts";
import { rsyncFinding, versionIn } from "./version.ts";

/** The input of the checks. */
interface Setup {
  /** The directory of the stored runs. */
  readonly runs: string;
  /** Whether the host is reached by ssh. */
  readonly bySsh: boolean;
  /** The secrets of the contract that are not set. */
  readonly unsetSecrets: readonly string[];
  readonly now: () => number;
}

const OLDEST_DENO = [2, 6] as const;

const { ok, warning, failure } = findingsAt("here");

/** The checks of this machine, in the order of their findings. Each asks a question and turns the answer into findings. */
export const CHECKS = {
  ssh: check(
    ({ bySsh }) => bySsh ? firstLine(["ssh", "-V"]) : Promise.resolve(null),
    (line) => line === null ? [] : [installed("ssh", line, "openssh-client")],
  ),

  rsync: check(() => firstLine(["rsync", "--version"]), (line) => {
    return [line === undefined ? installed("rsync", line) : rsyncFinding("here", line)];
  }),

  git: check(() => firstLine(["git", "--version"]), (line) => {
    if (line !== undefined) return [ok("git", versionIn(line))];
    const found = "not installed (cannot send repositories with a .git)";
    return [warning("git", { found, mend: installHint(["git"]) })];
  }),

  deno: check(() => Promise.resolve(Deno.version.deno), (found) => {
    if (atLeast(found, OLDEST_DENO)) return [ok("Deno", found)];
    return [warning("Deno", { found, wanted: `${OLDEST_DENO.join(".")} or newer`, mend: "deno upgrade" })];
  }),

  docker: check(() => firstLine(dockerVersion), (line) => {
    return [ok("Docker", line === undefined ? "not installed (e2e check skips the compose file)" : versionIn(line))];
  }),

  runs: check(async ({ runs }) => ({ path: runs, error: await writeError(runs) }), ({ path, error }) => {
    if (error === undefined) return [ok("runs", path)];
    const mend = "export XDG_STATE_HOME=… to use another directory";
    return [failure("runs", { found: `${path} cannot be written: ${error}`, mend })];
  }),

  results: check(({ runs }) => Promise.resolve(waitingRuns(runs).length), (undelivered) => {
    if (undelivered === 0) return [ok("results", "no undelivered results")];
    const found = count(undelivered, "undelivered result", "undelivered results");
    return [warning("results", { found, mend: "e2e flush", fix: "flush" })];
  }),

  connections: check(async ({ now }) => (await deadSockets(now())).length, (dead) => {
    if (dead === 0) return [ok("connections", "no leftover sockets")];
    const found = count(dead, "leftover socket directory", "leftover socket directories");
    return [warning("connections", { found, mend: "e2e doctor --fix", fix: "remove-sockets" })];
  }),

  secrets: check(({ unsetSecrets }) => Promise.resolve(unsetSecrets), (names) => {
    return names.map((name) => failure("secrets", { found: `${name} is not set`, mend: `export ${name}=…` }));
  }),
};

/** Runs all checks of this machine. */
export async function checkHere(setup: Setup): Promise<readonly Finding[]> {
  return (await Promise.all(Object.values(CHECKS).map(({ run }) => run(setup)))).flat();
}

function check<Answer>(
  ask: (setup: Setup) => Promise<Answer>,
  findings: (answer: Answer) => readonly Finding[],
) {
  return { findings, run: async (setup: Setup) => findings(await ask(setup)) };
}

function installed(name: string, version: string | undefined, packaged = name): Finding {
  if (version !== undefined) return ok(name, versionIn(version));
  return failure(name, { found: "not installed", mend: installHint([packaged]) });
}

/** Returns the first line that a program prints; undefined when it fails. */
async function firstLine(argv: Argv): Promise<string | undefined> {
  const { code, stdout, stderr } = await exec(argv, { timeoutMs: 5_000 });
  return code === 0 ? (stdout || stderr).split("\n", 1)[0] : undefined;
}

/** Returns why no file can be created in a directory, or where the directory would be created. */
async function writeError(directory: string): Promise<string | undefined> {
  try {
    await Deno.writeTextFile(join(directory, ".doctor"), "");
    await Deno.remove(join(directory, ".doctor")).catch(() => {}); // another `e2e doctor` removed it
    return undefined;
  } catch (error) {
    const isMissing = error instanceof Deno.errors.NotFound && dirname(directory) !== directory;
    return isMissing ? await writeError(dirname(directory)) : messageOf(error);
  }
}
