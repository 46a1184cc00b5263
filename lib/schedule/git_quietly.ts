import script from "./scripts/git_quietly.sh" with { type: "text" };
import { exec, type ExecResult } from "../host/exec.ts";
import { gitTrouble } from "./git_trouble.ts";

/** A git that hangs on a dead network is given up after this long. */
const LIMIT_MS = 300_000;

/** Options of {@link git}. */
export interface GitOptions {
  /** The checkout. */
  readonly dir: string;
  /** What is tried, for messages: `pull`. */
  readonly what: string;
  readonly signal: AbortSignal;
}

/** Runs git in a checkout; it never asks for anything. Gives what it printed; throws a UserError (`infra`) with git's own words. */
export async function git(args: readonly string[], options: GitOptions): Promise<string> {
  const result = await tryGit(args, options);
  if (result.kind === "exited" && result.code === 0) return result.stdout.trim();
  throw gitTrouble(options, result);
}

/** The same, for questions to which no is an answer. */
export function tryGit(args: readonly string[], { dir, signal }: Omit<GitOptions, "what">): Promise<ExecResult> {
  return exec(["sh", "-c", script, "git_quietly.sh", dir, ...args], { signal, timeoutMs: LIMIT_MS });
}

/** `git pull --ff-only` in a checkout. Throws a UserError (`infra`) with git's own words. */
export async function pull(options: Omit<GitOptions, "what">): Promise<void> {
  await git(["pull", "--quiet", "--ff-only", "--no-rebase"], { ...options, what: "pull" });
}
