import { count } from "../report/words.ts";
import { atLeast } from "../sandbox/at_least.ts";
import { installHint } from "../sandbox/host_facts.ts";
import type { Finding } from "./finding.ts";
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

/** How this machine stands. */
export function hereFindings(facts: HereFacts): readonly Finding[] {
  const { ssh, docker, waiting, deadSockets, unsetSecrets } = facts;
  return [
    ...(ssh === null ? [] : [program("ssh", ssh, installHint(["openssh-client"]))]),
    rsync(facts.rsync),
    facts.git === undefined
      ? warning("git", "not installed: ignored files are sent too", installHint(["git"]))
      : ok("git", versionIn(facts.git)),
    deno(facts.deno),
    ok("Docker", docker === undefined ? "not installed: e2e check leaves the compose file out" : versionIn(docker)),
    runs(facts.runs),
    waiting === 0
      ? ok("results", "none waits")
      : { ...warning("results", `${count(waiting, "waits", "wait")} for the state-hub`, "e2e flush"), fix: "flush" },
    deadSockets === 0 ? ok("connections", "nothing is left of earlier ones") : {
      ...warning(
        "connections",
        `${count(deadSockets, "directory", "directories")} left of earlier ones`,
        "e2e doctor --fix",
      ),
      fix: "remove-sockets",
    },
    ...unsetSecrets.map((name) => failure("secrets", `${name} is not set`, `export ${name}=…`)),
  ];
}

const of = (grade: Finding["grade"]) => (name: string, found: string, mend: string): Finding => ({
  name,
  where: "here",
  grade,
  found,
  mend,
});
const failure = of("failure"), warning = of("warning");
const ok = (name: string, found: string): Finding => ({ name, where: "here", grade: "ok", found });

function program(name: string, version: string | undefined, mend: string): Finding {
  return version === undefined ? failure(name, "not installed", mend) : ok(name, versionIn(version));
}

function rsync(line: string | undefined): Finding {
  const finding = program("rsync", line, installHint(["rsync"]));
  if (finding.grade !== "ok" || atLeast(finding.found, OLDEST_RSYNC)) return finding;
  return { ...failure("rsync", finding.found, installHint(["rsync"])), wanted: `${OLDEST_RSYNC.join(".")} or newer` };
}

function deno(version: string): Finding {
  if (atLeast(version, OLDEST_DENO)) return ok("Deno", version);
  return { ...warning("Deno", version, "deno upgrade"), wanted: `${OLDEST_DENO.join(".")} or newer` };
}

function runs({ path, error }: HereFacts["runs"]): Finding {
  if (error === undefined) return ok("runs", path);
  return failure("runs", `${path} cannot be written: ${error}`, "export XDG_STATE_HOME=… names another place");
}
