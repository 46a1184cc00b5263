import { join, relative } from "node:path";
import { UserError } from "../errors.ts";
import { git } from "../host/git.ts";
import { quote } from "../host/quote.ts";
import { matcher } from "../files/globs.ts";
import { gitAbove } from "./paths_below.ts";

/** The globs of `sync` in the contract. */
interface Globs {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** Whether the globs ask for the `.git` of the root. */
export function wantsGit({ include, exclude }: Globs): boolean {
  return matcher(include)(".git/HEAD") && !matcher(exclude)(".git/HEAD");
}

/**
 * Returns where the `.git` of a root is: `""` in the root itself, `../..` two directories above, undefined if there is none.
 */
export function gitPlace(root: string): string | undefined {
  const above = gitAbove(root);
  return above === undefined ? undefined : relative(root, above);
}

/** A copy of a `.git`; disposing of it removes it. */
interface GitCopy extends AsyncDisposable {
  readonly path: string;
}

/** Options of {@link copyGit}. */
interface CopyOptions {
  /** The files that are sent, relative to the root: git does not miss the others. */
  readonly paths: readonly string[];
  /** The directory of the run, which outlives a run that is killed: {@link removeGitCopy} finds the copy in it. */
  readonly into: string;
  readonly signal?: AbortSignal;
}

const placeOf = (into: string) => join(into, "git-copy");

/** Removes what a killed run left of its copy. */
export async function removeGitCopy(into: string): Promise<void> {
  await Deno.remove(placeOf(into), { recursive: true }).catch(() => {}); // most runs have none
}

/**
 * Makes a `.git` with the history of a root: all branches, remote branches and tags, and an index. It has no hooks, no reflogs, no
 * stash, and only the configuration that git itself writes, so no addresses and no credentials. Objects come whole, also from a
 * worktree, a submodule or another repository's objects; a shallow history stays shallow. Throws a UserError when git fails.
 */
export async function copyGit(root: string, { paths, into, signal }: CopyOptions): Promise<GitCopy> {
  const path = placeOf(into), remove = () => removeGitCopy(into);
  await Deno.mkdir(into, { recursive: true });
  await remove();
  const ask = asker(root, signal);
  try {
    await fetchInto(path, root, ask);
    await writeIndex({ path, paths, ask });
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, [Symbol.asyncDispose]: remove };
}

/** Runs git in the root, and returns its output. The user's own hooks do not run. */
type Ask = (args: readonly string[], stdin?: string) => Promise<string>;

function asker(root: string, signal: AbortSignal | undefined): Ask {
  return async (args, stdin) => {
    const settings = ["core.hooksPath=/dev/null", "gc.auto=0", "protocol.file.allow=always"];
    const all = [...settings.flatMap((each) => ["-c", each]), ...args];
    const { code, stdout, stderr } = await git(root, all, { stdin, signal });
    if (code === 0) return stdout;
    throw new UserError(`Cannot copy .git, which sync.include names: git failed: ${stderr.trim()}`, {
      hint: `git -C ${quote(root)} fsck`,
    });
  };
}

const REFS = ["heads", "tags", "remotes"].map((kind) => `+refs/${kind}/*:refs/${kind}/*`);
/** Keeps the commit of a detached HEAD while it is fetched. */
const HEAD = "refs/e2e/head";

async function fetchInto(copy: string, root: string, ask: Ask): Promise<void> {
  const format = (await ask(["rev-parse", "--show-object-format"])).trim();
  await ask(["init", "--quiet", "--bare", "--template=", `--object-format=${format}`, copy]);
  const into = [`--git-dir=${copy}`], commit = await orNothing(ask, ["rev-parse", "--quiet", "--verify", "HEAD"]);
  const head = commit === "" ? [] : [`+HEAD:${HEAD}`];
  const quietly = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--update-shallow"];
  await ask([...into, "fetch", ...quietly, root, ...REFS, ...head]);
  const branch = await orNothing(ask, ["symbolic-ref", "--quiet", "HEAD"]);
  await ask([
    ...into,
    ...branch === "" ? ["update-ref", "--no-deref", "HEAD", commit] : ["symbolic-ref", "HEAD", branch],
  ]);
  if (commit !== "") await ask([...into, "update-ref", "-d", HEAD]);
  await ask([...into, "config", "core.bare", "false"]);
}

async function orNothing(ask: Ask, args: readonly string[]): Promise<string> {
  return await ask(args).then((text) => text.trim(), () => "");
}

/**
 * Writes the index: that of HEAD, and what is staged, as it is on disk. Tracked files that are not sent, but not deleted here
 * either, do not count as deleted there.
 */
async function writeIndex(
  { path, paths, ask }: Pick<CopyOptions, "paths"> & { path: string; ask: Ask },
): Promise<void> {
  const here = [`--git-dir=${path}`, "--work-tree=."];
  if (await orNothing(ask, ["rev-parse", "--quiet", "--verify", "HEAD"]) !== "") {
    await ask([...here, "read-tree", "HEAD"]);
    const staged = await ask(["diff-index", "--cached", "--no-renames", "--name-only", "-z", "HEAD"]);
    await ask([...here, "update-index", "--add", "--remove", "--replace", "-z", "--stdin"], staged);
  }
  const listed = async (...args: readonly string[]) => (await ask([...args, "-z"])).split("\0");
  const known = new Set([...paths, ...await listed("ls-files", "--deleted")]);
  const unsent = (await listed(...here, "ls-files")).filter((each) => each !== "" && !known.has(each));
  await ask([...here, "update-index", "--skip-worktree", "-z", "--stdin"], unsent.map((each) => `${each}\0`).join(""));
}
