import type { Argv } from "./exec.ts";

/**
 * Variables that make git use another repository than the one in the directory; git hooks run with them set. The list is that
 * of `git rev-parse --local-env-vars`, without configuration, which may be the user's. Source: git(1), ENVIRONMENT VARIABLES.
 */
const OTHER_REPOSITORY = [
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_CEILING_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_DIR",
  "GIT_GRAFT_FILE",
  "GIT_IMPLICIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_INTERNAL_SUPER_PREFIX",
  "GIT_NAMESPACE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_PREFIX",
  "GIT_SHALLOW_FILE",
  "GIT_WORK_TREE",
] as const;

/** Environment of git: the repository in its directory, and messages in English. An undefined variable is removed. */
export const GIT_ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries(OTHER_REPOSITORY.map((name) => [name, undefined])),
  LC_ALL: "C",
};

/**
 * Builds the argv of a git command in a directory. Answers come from the disk, not from git's caches. Source:
 * git-config(1).
 */
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

/** Arguments of git that remove the records of worktrees whose directory is gone. */
export const worktreePruneArgs = ["worktree", "prune"] as const;
