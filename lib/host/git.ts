import { exec, type ExecResult } from "./exec.ts";
import { gitArgv } from "./git_argv.ts";

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

/** Options of {@link git}. */
interface GitOptions {
  /** The directory at which the search for a repository in parent directories ends; by default it does not end. */
  readonly ceiling?: string | undefined;
  /** Another index file than the repository's; one that does not exist is an empty index. */
  readonly index?: string;
  readonly timeoutMs?: number;
}

/** Runs git in the repository that contains a directory, with messages in English. */
export function git(
  dir: string,
  args: readonly string[],
  { ceiling, index, ...options }: GitOptions = {},
): Promise<ExecResult> {
  const unset = Object.fromEntries(OTHER_REPOSITORY.map((name) => [name, undefined]));
  return exec(gitArgv(dir, args), {
    ...options,
    env: { ...unset, GIT_CEILING_DIRECTORIES: ceiling, GIT_INDEX_FILE: index, LC_ALL: "C" },
  });
}
