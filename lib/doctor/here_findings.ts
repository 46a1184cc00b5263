import { count } from "../result/words.ts";
import { atLeast } from "../sandbox/at_least.ts";
import { installHint } from "../sandbox/host_facts.ts";
import { type Finding, findingsAt } from "./finding.ts";
import { OLDEST_RSYNC, versionIn } from "./version.ts";

/** What this machine was found to have; a program's value is what it says of its version, undefined where it is not there. */
export interface HereFacts {
  /** Null: a host that is this machine is not reached by ssh. */
  readonly ssh: string | undefined | null;
  readonly rsync: string | undefined;
  readonly git: string | undefined;
  readonly docker: string | undefined;
  readonly deno: string;
  /** Where runs are stored, and why nothing can be written there. */
  readonly runs: { readonly path: string; readonly error: string | undefined };
  /** How many results wait for the state-hub. */
  readonly waiting: number;
  /** How many directories are left of connections whose process is gone. */
  readonly deadSockets: number;
  /** Of the contract's secrets, those that are not set. */
  readonly unsetSecrets: readonly string[];
}

const OLDEST_DENO = [2, 6] as const;

const { ok, warning, failure } = findingsAt("here");

/** How this machine stands. */
export function hereFindings(facts: HereFacts): readonly Finding[] {
  const { ssh, docker, unsetSecrets } = facts;
  return [
    ...(ssh === null ? [] : [program("ssh", ssh, "openssh-client")]),
    rsync(facts.rsync),
    git(facts.git),
    deno(facts.deno),
    ok("Docker", docker === undefined ? "not installed: e2e check leaves the compose file out" : versionIn(docker)),
    runs(facts.runs),
    results(facts.waiting),
    connections(facts.deadSockets),
    ...unsetSecrets.map((name) => failure("secrets", { found: `${name} is not set`, mend: `export ${name}=…` })),
  ];
}

function program(name: string, version: string | undefined, packaged = name): Finding {
  if (version !== undefined) return ok(name, versionIn(version));
  return failure(name, { found: "not installed", mend: installHint([packaged]) });
}

function rsync(line: string | undefined): Finding {
  const finding = program("rsync", line), { found } = finding;
  if (line === undefined || atLeast(found, OLDEST_RSYNC)) return finding;
  return failure("rsync", { found, wanted: `${OLDEST_RSYNC.join(".")} or newer`, mend: installHint(["rsync"]) });
}

function git(line: string | undefined): Finding {
  if (line !== undefined) return ok("git", versionIn(line));
  return warning("git", {
    found: "not installed: repositories that hold a .git are not sent",
    mend: installHint(["git"]),
  });
}

function deno(found: string): Finding {
  if (atLeast(found, OLDEST_DENO)) return ok("Deno", found);
  return warning("Deno", { found, wanted: `${OLDEST_DENO.join(".")} or newer`, mend: "deno upgrade" });
}

function runs({ path, error }: HereFacts["runs"]): Finding {
  if (error === undefined) return ok("runs", path);
  const mend = "export XDG_STATE_HOME=… names another place";
  return failure("runs", { found: `${path} cannot be written: ${error}`, mend });
}

function results(waiting: number): Finding {
  if (waiting === 0) return ok("results", "none waits");
  const found = `${count(waiting, "waits", "wait")} for the state-hub`;
  return warning("results", { found, mend: "e2e flush", fix: "flush" });
}

function connections(dead: number): Finding {
  if (dead === 0) return ok("connections", "nothing is left of earlier ones");
  const found = `${count(dead, "directory", "directories")} left of earlier ones`;
  return warning("connections", { found, mend: "e2e doctor --fix", fix: "remove-sockets" });
}
