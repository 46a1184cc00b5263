import { time } from "../result/words.ts";
import { installHint, LOGIN_MEND, serviceHint } from "../sandbox/host_facts.ts";
import { answerOf, type HostAnswers } from "./host_answers.ts";
import { type Finding, findingsAt } from "./finding.ts";
import { rsyncFinding, versionIn } from "./version.ts";

/** With a larger offset the dates of results and kept sandboxes are wrong. Leases do not use the clock. */
const CLOCK_OFF_MS = 2_000;

/**
 * Checks the host's system: programs, home, clock, background processes. `clockOffMs` is how much its clock is ahead of
 * this machine's.
 */
export function systemFindings(
  answers: HostAnswers,
  { clockOffMs, host }: { readonly clockOffMs: number; readonly host: string },
): readonly Finding[] {
  const system = answerOf(answers, "system"), rsync = answerOf(answers, "rsync");
  return [
    ...(system === undefined ? [] : [ok("system", system)]),
    ...loginShell(answers),
    programs((answers.get("missing") ?? []).filter((program) => program !== "docker")),
    ...(rsync === undefined ? [] : [rsyncFinding("host", rsync)]), // otherwise it is among the missing programs
    git(answerOf(answers, "git")),
    home(answerOf(answers, "home") ?? "", answerOf(answers, "home_state")),
    clock(clockOffMs),
    cron(answers, host),
    ...background(answers),
  ];
}

const { ok, warning, failure } = findingsAt("host");

function loginShell(answers: HostAnswers): readonly Finding[] {
  const trouble = answerOf(answers, "login_trouble"), shell = answerOf(answers, "shell");
  if (trouble !== undefined) return [failure("login shell", { found: trouble, mend: LOGIN_MEND })];
  return shell === undefined ? [] : [ok("login shell", shell)];
}

function programs(missing: readonly string[]): Finding {
  if (missing.length === 0) return ok("programs", "all installed");
  return failure("programs", { found: `missing: ${missing.join(", ")}`, mend: installHint(missing) });
}

function git(line: string | undefined): Finding {
  if (line !== undefined) return ok("git", versionIn(line));
  return warning("git", { found: "not installed (only e2e-host needs it)", mend: installHint(["git"]) });
}

function home(path: string, state: string | undefined): Finding {
  if (state === "exists") return ok("E2E_HOME", path);
  if (state === "missing") return { ...ok("E2E_HOME", `${path} (the first run creates it)`), fix: "make-home" };
  return failure("E2E_HOME", {
    found: `${path} cannot be written`,
    mend: `ls -ld ${path}; sudo chown "$USER" ${path}`,
  });
}

function clock(offMs: number): Finding {
  if (Math.abs(offMs) <= CLOCK_OFF_MS) return ok("clock", "same as this machine");
  const found = `${time(Math.abs(offMs))} ${offMs > 0 ? "ahead of" : "behind"} this machine`;
  return warning("clock", { found, wanted: `at most ${time(CLOCK_OFF_MS)}`, mend: "sudo timedatectl set-ntp true" });
}

function cron(answers: HostAnswers, host: string): Finding {
  const refused = answerOf(answers, "crontab");
  if (refused !== undefined) {
    return warning("cron", {
      found: refused,
      mend: `on ${host}: echo "$USER" | sudo tee -a /etc/cron.allow`,
    });
  }
  const state = answerOf(answers, "cron");
  if (state === "running") return ok("cron", "running");
  if (state === "missing") {
    return warning("cron", { found: "not installed (no scheduled runs)", mend: installHint(["cron"]) });
  }
  return warning("cron", {
    found: "not running (no scheduled runs)",
    mend: answers.has("init") ? serviceHint("start", "cron", "other") : "sudo systemctl enable --now cron",
  });
}

/** logind never ends processes of root. Source: logind.conf(5), KillUserProcesses and KillExcludeUsers. */
function background(answers: HostAnswers): readonly Finding[] {
  const kills = answerOf(answers, "kill_user_processes");
  if (kills === undefined) return [];
  if (kills !== "b true" || answerOf(answers, "user") === "root") {
    return [ok("background processes", "survive a lost connection")];
  }
  return [warning("background processes", {
    found: "end with the connection (a lost connection ends a run)",
    mend: "set KillUserProcesses=no in /etc/systemd/logind.conf, then: sudo systemctl restart systemd-logind",
  })];
}
