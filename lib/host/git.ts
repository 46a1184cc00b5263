import { type Argv, exec, type ExecResult } from "./exec.ts";

/**
 * Variables that point git at another repository than the one that it is asked about; a git hook runs with them. Those of
 * `git rev-parse --local-env-vars`, without configuration, which may be the user's. Source: git(1), ENVIRONMENT VARIABLES.
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

/** Options of {@link git}. */
export interface GitOptions {
  /** The directory above which git looks for no repository; by default it looks everywhere above. */
  readonly ceiling?: string | undefined;
  /** Another index than the repository's; one that is not there is empty. */
  readonly index?: string;
  readonly timeoutMs?: number;
}

/** Asks git about the repository that a directory is in; it answers in English, from the disk and not from a cache. */
export function git(
  dir: string,
  args: readonly string[],
  { ceiling, index, ...options }: GitOptions = {},
): Promise<ExecResult> {
  const uncached = ["-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false"];
  const argv: Argv = ["git", "-C", dir, ...uncached, ...args];
  const unset = Object.fromEntries(OTHER_REPOSITORY.map((name) => [name, undefined]));
  return exec(argv, {
    ...options,
    env: { ...unset, GIT_CEILING_DIRECTORIES: ceiling, GIT_INDEX_FILE: index, LC_ALL: "C" },
  });
}
