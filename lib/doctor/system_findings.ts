import { time } from "../result/words.ts";
import { atLeast } from "../sandbox/at_least.ts";
import { installHint } from "../sandbox/host_facts.ts";
import { factOf, type Facts } from "./facts.ts";
import { type Finding, findingsAt } from "./finding.ts";
import { OLDEST_RSYNC, versionIn } from "./version.ts";

/** More than this makes dates of results and kept sandboxes wrong; no run fails by it, leases ask no clock. */
const CLOCK_OFF_MS = 2_000;

/** The host's system: programs, home, clock, what runs in the background there. `clockOffMs`: how much it is ahead of this machine. */
export function systemFindings(
  facts: Facts,
  { clockOffMs, host }: { readonly clockOffMs: number; readonly host: string },
): readonly Finding[] {
  const system = factOf(facts, "system"), shell = factOf(facts, "shell");
  return [
    ...(system === undefined ? [] : [ok("system", system)]),
    ...(shell === undefined ? [] : [ok("login shell", shell)]),
    programs((facts.get("missing") ?? []).filter((program) => program !== "docker")),
    ...rsync(factOf(facts, "rsync")),
    git(factOf(facts, "git")),
    home(factOf(facts, "home") ?? "", factOf(facts, "home_state")),
    clock(clockOffMs),
    cron(facts, host),
    ...background(facts),
  ];
}

const { ok, warning, failure } = findingsAt("host");

function programs(missing: readonly string[]): Finding {
  if (missing.length === 0) return ok("programs", "all there");
  return failure("programs", { found: `missing: ${missing.join(", ")}`, mend: installHint(missing) });
}

function rsync(line: string | undefined): readonly Finding[] {
  if (line === undefined) return []; // told as a missing program
  const found = versionIn(line);
  if (atLeast(found, OLDEST_RSYNC)) return [ok("rsync", found)];
  return [failure("rsync", { found, wanted: `${OLDEST_RSYNC.join(".")} or newer`, mend: installHint(["rsync"]) })];
}

function git(line: string | undefined): Finding {
  if (line !== undefined) return ok("git", versionIn(line));
  return warning("git", { found: "not installed: only native runs want it", mend: installHint(["git"]) });
}

function home(path: string, state: string | undefined): Finding {
  if (state === "there") return ok("E2E_HOME", path);
  if (state === "missing") return { ...ok("E2E_HOME", `${path}, which the first run makes`), fix: "make-home" };
  return failure("E2E_HOME", {
    found: `${path} cannot be written`,
    mend: `ls -ld ${path}; sudo chown "$USER" ${path}`,
  });
}

function clock(offMs: number): Finding {
  if (Math.abs(offMs) <= CLOCK_OFF_MS) return ok("clock", "as here");
  const found = `${time(Math.abs(offMs))} ${offMs > 0 ? "ahead of" : "behind"} here`;
  return warning("clock", { found, wanted: `at most ${time(CLOCK_OFF_MS)}`, mend: "sudo timedatectl set-ntp true" });
}

function cron(facts: Facts, host: string): Finding {
  const refused = factOf(facts, "crontab");
  if (refused !== undefined) {
    return warning("cron", {
      found: refused,
      mend: `ssh ${host}, and there: echo "$USER" | sudo tee -a /etc/cron.allow`,
    });
  }
  const state = factOf(facts, "cron");
  if (state === "running") return ok("cron", "running");
  if (state === "missing") {
    return warning("cron", { found: "not installed: nothing starts on a schedule", mend: installHint(["cron"]) });
  }
  return warning("cron", {
    found: "not running: nothing starts on a schedule",
    mend: "sudo systemctl enable --now cron",
  });
}

/** Root's are never ended. Source: logind.conf(5), KillUserProcesses and KillExcludeUsers. */
function background(facts: Facts): readonly Finding[] {
  const kills = factOf(facts, "kill_user_processes");
  if (kills === undefined) return [];
  if (kills !== "b true" || factOf(facts, "user") === "root") {
    return [ok("background processes", "outlive a connection")];
  }
  return [warning("background processes", {
    found: "end with the connection: a run does not survive a lost one",
    mend: "KillUserProcesses=no in /etc/systemd/logind.conf, then: sudo systemctl restart systemd-logind",
  })];
}
