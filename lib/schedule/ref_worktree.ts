import { join } from "node:path";
import { UserError } from "../errors.ts";
import { git, tryGit } from "./git_quietly.ts";

/** A ref of a checkout in a directory of its own; disposing of it removes it. */
export interface RefWorktree extends AsyncDisposable {
  readonly dir: string;
}

/** Options of {@link refWorktree}. */
export interface RefOptions {
  /** The checkout, which stays as it is. */
  readonly dir: string;
  /** A branch, a tag or a commit. */
  readonly ref: string;
  /** Where the directory is made. */
  readonly under: string;
  /** Asks the remote first, but for a commit that is there. */
  readonly fetch: boolean;
  readonly signal: AbortSignal;
}

/** Checks a ref out beside its checkout. Throws a UserError: `infra` with git's words, `invalid` for a ref that is nowhere. */
export async function refWorktree(options: RefOptions): Promise<RefWorktree> {
  const { dir, under } = options;
  await Deno.mkdir(under, { recursive: true });
  await forgetGone(options);
  const commit = await commitOf(options);
  const parent = await Deno.makeTempDir({ dir: under, prefix: `${Deno.pid}-` });
  const tree = join(parent, "tree");
  const remove = async () => {
    await Deno.remove(parent, { recursive: true });
    await tryGit(["worktree", "prune"], { dir, signal: AbortSignal.timeout(60_000) });
  };
  try {
    await git(["worktree", "add", "--quiet", "--detach", tree, commit], { ...options, what: "check out a ref of" });
  } catch (error) {
    await remove();
    throw error;
  }
  return { dir: tree, [Symbol.asyncDispose]: remove };
}

async function commitOf(options: RefOptions): Promise<string> {
  const { dir, ref } = options;
  const isCommit = /^[0-9a-f]{7,64}$/.test(ref);
  const here = isCommit ? await resolved(`${ref}^{commit}`, options) : undefined;
  if (here !== undefined) return here;
  if (options.fetch) await git(["fetch", "--quiet", "--tags"], { ...options, what: "fetch" });
  const found = await resolved(`refs/remotes/origin/${ref}`, options) ?? await resolved(`${ref}^{commit}`, options);
  if (found !== undefined) return found;
  throw new UserError(`There is no ref "${ref}" in ${dir}: a branch, a tag or a commit was wanted`, {
    hint: `git -C ${dir} branch --all`,
  });
}

async function resolved(ref: string, options: RefOptions): Promise<string | undefined> {
  const { code, stdout } = await tryGit(["rev-parse", "--verify", "--quiet", "--end-of-options", ref], options);
  return code === 0 ? stdout.trim() : undefined;
}

/** Removes what a run that was killed left here. Source: proc(5). */
async function forgetGone({ under }: RefOptions): Promise<void> {
  for await (const { name } of Deno.readDir(under)) {
    const isAlive = await Deno.lstat(`/proc/${Number.parseInt(name)}`).then(() => true, () => false);
    if (!isAlive) await Deno.remove(join(under, name), { recursive: true }).catch(() => {});
  }
}
