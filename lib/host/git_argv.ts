import type { Argv } from "./exec.ts";

/** Builds the argv of a git command in a directory. Answers come from the disk, not from git's caches. Source: git-config(1). */
export function gitArgv(dir: string, args: readonly string[]): Argv {
  return ["git", "-C", dir, "-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false", ...args];
}

/** Arguments of git that fast-forward a checkout to its upstream. */
export const pullArgs = ["pull", "--quiet", "--ff-only", "--no-rebase"] as const;

/** Arguments of git that fetch branches and tags. */
export const fetchArgs = ["fetch", "--quiet", "--tags"] as const;

/** Arguments of git that print the id of `ref`, and fail without a message when the ref does not exist. */
export function resolveArgs(ref: string): readonly string[] {
  return ["rev-parse", "--verify", "--quiet", "--end-of-options", ref];
}

/** Arguments of git that check out a commit in a new directory. */
export function worktreeAddArgs(dir: string, commit: string): readonly string[] {
  return ["worktree", "add", "--quiet", "--detach", dir, commit];
}

/** Arguments of git that forget worktrees whose directory is gone. */
export const worktreePruneArgs = ["worktree", "prune"] as const;
