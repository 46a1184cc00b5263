import { join } from "node:path";
import { UserError } from "../errors.ts";
import { fetchArgs, resolveArgs, worktreeAddArgs, worktreePruneArgs } from "../host/git_argv.ts";
import { runGit, tryGit } from "./git_quietly.ts";

/** A ref of a checkout in a new directory, which is removed when this is disposed of. */
interface RefWorktree extends AsyncDisposable {
  readonly dir: string;
}

/** Options of {@link refWorktree}. */
interface RefOptions {
  /** The checkout, which is not changed. */
  readonly dir: string;
  /** A branch, a tag or a commit. */
  readonly ref: string;
  /** The parent of the new directory. */
  readonly under: string;
  /** Whether to fetch first, unless `ref` is a local commit. */
  readonly fetch: boolean;
  readonly signal: AbortSignal;
}

/**
 * Checks a ref out in a new directory. Throws a UserError: `infra` with git's message, `invalid` for a ref that does
 * not exist.
 */
export async function refWorktree(options: RefOptions): Promise<RefWorktree> {
  const { dir, under } = options;
  await Deno.mkdir(under, { recursive: true, mode: 0o700 });
  await removeDead(options);
  const commit = await commitOf(options);
  const parent = await Deno.makeTempDir({ dir: under, prefix: `${Deno.pid}-` });
  const tree = join(parent, "tree");
  const remove = async () => {
    await Deno.remove(parent, { recursive: true });
    await tryGit(worktreePruneArgs, { dir, signal: AbortSignal.timeout(60_000) });
  };
  try {
    await runGit(worktreeAddArgs(tree, commit), { ...options, what: "check out a ref of" });
  } catch (error) {
    await remove();
    throw error;
  }
  return { dir: tree, [Symbol.asyncDispose]: remove };
}

async function commitOf(options: RefOptions): Promise<string> {
  const { dir, ref } = options;
  const isCommit = /^[0-9a-f]{7,64}$/.test(ref);
  const here = isCommit ? await resolve(`${ref}^{commit}`, options) : undefined;
  if (here !== undefined) return here;
  if (options.fetch) await runGit(fetchArgs, { ...options, what: "fetch" });
  const found = await resolve(`refs/remotes/origin/${ref}`, options) ?? await resolve(`${ref}^{commit}`, options);
  if (found !== undefined) return found;
  throw new UserError(`No ref "${ref}" in ${dir}, expected a branch, a tag or a commit`, {
    hint: `git -C ${dir} branch --all`,
  });
}

async function resolve(ref: string, options: RefOptions): Promise<string | undefined> {
  const { code, stdout } = await tryGit(resolveArgs(ref), options);
  return code === 0 ? stdout.trim() : undefined;
}

/** Removes the directories of runs whose process was killed. Source: proc(5). */
async function removeDead({ under }: RefOptions): Promise<void> {
  for await (const { name } of Deno.readDir(under)) {
    const isAlive = await Deno.lstat(`/proc/${Number.parseInt(name)}`).then(() => true, () => false);
    if (!isAlive) await Deno.remove(join(under, name), { recursive: true }).catch(() => {});
  }
}
