import type { ExecResult } from "../host/exec.ts";
import { quote } from "../host/quote.ts";

/** The meaning of git's messages; the first match counts. `$` in a hint is the checkout. */
const KNOWN: readonly (readonly [pattern: RegExp, meaning: string, hint: string])[] = [
  [
    /\.lock'?: File exists|another git process/i,
    "another git process is running there, or was killed",
    "git -C $ status",
  ],
  [
    /not possible to fast-forward|divergent branches|diverging branches/i,
    "the branch and its upstream have diverged",
    "git -C $ status; git -C $ reset --keep @{upstream} drops the local commits",
  ],
  [/would be overwritten|unmerged files|not concluded/i, "local changes would be overwritten", "git -C $ status"],
  [/dubious ownership/i, "the checkout belongs to another user", "git config --global --add safe.directory $"],
  [
    /permission denied|authentication failed|could not read (username|password)|prompts disabled|host key verification/i,
    "this account has no credentials for the remote",
    "as this user: git -C $ fetch; a deploy key needs no agent",
  ],
  [
    /could not resolve|timed out|unreachable|connection (refused|reset|closed)|no route|failed to connect/i,
    "its remote cannot be reached",
    "git -C $ fetch",
  ],
  [/cannot change to/i, "no such directory", "git clone URL $"],
  [/does not appear to be a git repository|repository not found/i, "its remote does not exist", "git -C $ remote -v"],
  [/not a git repository/i, "it is not a git repository", "e2e-host --no-pull $"],
  [/no tracking information|not currently on a branch/i, "it has no upstream branch", "git -C $ branch -vv"],
];

/** Explains a failed git command in a checkout: its likely cause, followed by git's own messages. */
export function gitTrouble(
  { dir, what }: { readonly dir: string; readonly what: string },
  result: Pick<ExecResult, "kind" | "code" | "stderr">,
): { readonly message: string; readonly hint: string } {
  const lines = result.stderr.split("\n").filter((line) => line.trim() !== "").slice(-20);
  const [meaning, hint] = meaningOf(result);
  return {
    message: [`Cannot ${what} ${dir}: ${meaning}`, ...lines].join("\n"),
    hint: hint.replaceAll("$", quote(dir)),
  };
}

function meaningOf({ kind, code, stderr }: Pick<ExecResult, "kind" | "code" | "stderr">): readonly [string, string] {
  if (kind === "timed-out") return ["git timed out", "git -C $ fetch"];
  if (code === 127) return ["git is not installed", "sudo apt-get install git"];
  const [, meaning = `git ended with exit code ${code}`, hint = "git -C $ status"] =
    KNOWN.find(([pattern]) => pattern.test(stderr)) ?? [];
  return [meaning, hint];
}
