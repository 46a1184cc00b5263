import { exec, type ExecResult } from "./exec.ts";
import { GIT_ENVIRONMENT, gitArgv } from "./git_argv.ts";

/** Options of {@link git}. */
interface GitOptions {
  /** The directory at which the search for a repository in parent directories ends; by default it does not end. */
  readonly ceiling?: string | undefined;
  /** Another index file than the repository's; one that does not exist is an empty index. */
  readonly index?: string;
  readonly stdin?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

/** Runs git in the repository that contains a directory, with messages in English. */
export function git(
  dir: string,
  args: readonly string[],
  { ceiling, index, ...options }: GitOptions = {},
): Promise<ExecResult> {
  return exec(gitArgv(dir, args), {
    ...options,
    env: { ...GIT_ENVIRONMENT, GIT_CEILING_DIRECTORIES: ceiling, GIT_INDEX_FILE: index },
  });
}
