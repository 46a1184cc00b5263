import script from "./scripts/git_quietly.sh" with { type: "text" };
import { UserError } from "../errors.ts";
import { exec, type ExecResult } from "../host/exec.ts";
import { GIT_ENVIRONMENT, pullArgs } from "../host/git_argv.ts";
import { gitTrouble } from "./git_trouble.ts";

/** A git that hangs on a dead network is ended after this time. */
const LIMIT_MS = 300_000;

/** Options of {@link runGit}. */
interface RunGitOptions {
  /** The checkout. */
  readonly dir: string;
  /** What git does, for messages: `pull`. */
  readonly what: string;
  readonly signal: AbortSignal;
}

/** Runs git in a checkout, without prompts, and returns its output. Throws a UserError (`infra`) with git's message. */
export async function runGit(args: readonly string[], options: RunGitOptions): Promise<string> {
  const result = await tryGit(args, options);
  if (result.kind === "exited" && result.code === 0) return result.stdout.trim();
  const { message, hint } = gitTrouble(options, result);
  throw new UserError(message, { hint, outcome: "infra" });
}

/** Runs git in a checkout, without prompts. A failing git is a result. */
export function tryGit(args: readonly string[], { dir, signal }: Omit<RunGitOptions, "what">): Promise<ExecResult> {
  return exec(["sh", "-c", script, "git_quietly.sh", dir, ...args], {
    env: GIT_ENVIRONMENT,
    signal,
    timeoutMs: LIMIT_MS,
  });
}

/** Fast-forwards a checkout to its upstream. Throws a UserError (`infra`) with git's message. */
export async function pull(options: Omit<RunGitOptions, "what">): Promise<void> {
  await runGit(pullArgs, { ...options, what: "pull" });
}
