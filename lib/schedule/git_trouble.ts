import { UserError } from "../errors.ts";
import type { ExecResult } from "../host/exec.ts";
import { quote } from "../host/quote.ts";

/** What git's words mean: the first that fits counts. `$` in a hint is the checkout. */
const TROUBLES: readonly (readonly [words: RegExp, what: string, hint: string])[] = [
  [/\.lock'?: File exists|another git process/i, "another git is at work there, or died", "git -C $ status"],
  [
    /not possible to fast-forward|divergent branches|diverging branches/i,
    "the branch and its upstream have diverged",
    "git -C $ status; git -C $ reset --keep @{upstream} gives up what is only there",
  ],
  [/would be overwritten|unmerged files|not concluded/i, "changes there are in the way", "git -C $ status"],
  [/dubious ownership/i, "the checkout belongs to another user", "git config --global --add safe.directory $"],
  [
    /permission denied|authentication failed|could not read (username|password)|prompts disabled|host key verification/i,
    "this account has no credentials for it",
    "git -C $ fetch, as this user; a deploy key needs no agent",
  ],
  [
    /could not resolve|timed out|unreachable|connection (refused|reset|closed)|no route|failed to connect/i,
    "its remote cannot be reached",
    "git -C $ fetch",
  ],
  [/cannot change to/i, "there is no such directory", "git clone URL $"],
  [/does not appear to be a git repository|repository not found/i, "its remote is gone", "git -C $ remote -v"],
  [/not a git repository/i, "it is no git repository", "e2e-host --no-pull $"],
  [/no tracking information|not currently on a branch/i, "it has no upstream branch", "git -C $ branch -vv"],
];

/** A git that failed in a checkout, as a UserError (`infra`): what it means, and below it git's own words. */
export function gitTrouble(
  { dir, what }: { readonly dir: string; readonly what: string },
  result: Pick<ExecResult, "kind" | "code" | "stderr">,
): UserError {
  const words = result.stderr.split("\n").filter((line) => line.trim() !== "").slice(-20);
  const why = result.kind === "timed-out" ? ["git did not end in time", "git -C $ fetch"] : meaning(result);
  const [meant, hint = "git -C $ status"] = why;
  return new UserError([`Cannot ${what} ${dir}: ${meant}`, ...words].join("\n"), {
    hint: hint.replaceAll("$", quote(dir)),
    outcome: "infra",
  });
}

function meaning({ code, stderr }: Pick<ExecResult, "code" | "stderr">): readonly string[] {
  if (code === 127) return ["git is not installed", "sudo apt-get install git"];
  const found = TROUBLES.find(([words]) => words.test(stderr));
  return found === undefined ? [`git ended with exit code ${code}`] : found.slice(1) as string[];
}
