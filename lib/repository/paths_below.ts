import { dirname, join, relative, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { git } from "../host/git.ts";
import { quote } from "../host/quote.ts";
import { isGone } from "../files/is_gone.ts";

/** The files below a root; all paths are relative to it. */
interface Found {
  /** Files and links. */
  readonly paths: readonly string[];
  /** Directories that could not be opened. */
  readonly closed: readonly string[];
  /** Other warnings of git, which may mean that it does not ignore all files that it should. */
  readonly warnings: readonly string[];
}

/** Options of {@link gitPaths}. */
interface GitPathsOptions {
  /** Returns whether a directory is skipped. */
  readonly skip: (directory: string) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lists the files that git would add from a directory of the root (`""` for the root): tracked files, and untracked files
 * that are not ignored, also those of submodules and nested repositories. Returns undefined when neither the directory nor
 * one above it has a `.git`. When one has a `.git` of any kind and git fails, throws a UserError with git's message.
 */
export async function gitPaths(root: string, within: string, options: GitPathsOptions): Promise<Found | undefined> {
  const here = await Deno.realPath(join(root, within)), top = gitAbove(here);
  return top === undefined ? undefined : await taken(root, { here, top, within, signal: options.signal }, options);
}

async function taken(root: string, asked: Asked, options: GitPathsOptions): Promise<Found> {
  const { here, top, within, isUnowned } = asked;
  const { stdout, stderr } = await ask(asked, ["-z", "--cached", "--others", "--exclude-standard"]);
  const listed = [...new Set(stdout.split("\0"))].filter((each) => each !== "").map((each) => each.replace(/\/$/, ""));
  const directories = new Set(listed.filter((path) => look(join(here, path))?.isDirectory));
  const inner: Found[] = [];
  for (const path of new Set([...directories, ...parentsOf(listed)])) {
    const whole = join(within, path);
    if (options.skip(whole)) continue;
    if (look(join(here, path, ".git"))) inner.push(await gitPaths(root, whole, options) ?? NOTHING);
    else if (directories.has(path) && await isSubmodule(asked, path)) {
      inner.push(await taken(root, { ...asked, here: join(here, path), within: whole, isUnowned: true }, options));
    }
  }
  const own = listed.filter((path) => !directories.has(path)).map((path) => join(within, path));
  const closed = [...stderr.matchAll(UNOPENED)].map(([, path = ""]) =>
    join(within, relative(here, join(isUnowned ? here : top, path)))
  );
  refuseUnreadableIgnores(stderr, isUnowned ? here : top);
  const warnings = [...stderr.replaceAll(UNOPENED, "").matchAll(/^warning: (.*)/gm)].map(([, text]) =>
    `git warns: ${text}`
  );
  return merge([{ paths: own, closed, warnings }, ...inner]);
}

/** Lists every file and link below a directory of the root, except `.git`. With `gitInside`, nested repositories are listed by {@link gitPaths}. */
export async function walk(
  root: string,
  within: string,
  options: { readonly gitInside?: GitPathsOptions },
): Promise<Found> {
  const { gitInside } = options;
  let entries: readonly Deno.DirEntry[];
  try {
    entries = await Array.fromAsync(Deno.readDir(join(root, within)));
  } catch (error) {
    // Deno replaces bytes that are not UTF-8 in a name, so such a directory is reported as missing
    const isClosed = error instanceof Deno.errors.PermissionDenied || (isGone(error) && within.includes("\uFFFD"));
    if (isClosed) return { ...NOTHING, closed: [within] };
    if (isGone(error)) return NOTHING;
    throw error;
  }
  const paths: string[] = [], inner: Found[] = [];
  for (const { name, isDirectory, isFile, isSymlink } of entries) {
    const path = join(within, name);
    if (name === ".git") continue;
    if (isFile || isSymlink) paths.push(path);
    if (!isDirectory) continue;
    const asked = gitInside && !gitInside.skip(path) && look(join(root, path, ".git"));
    inner.push(asked ? await gitPaths(root, path, gitInside) ?? NOTHING : await walk(root, path, options));
  }
  return merge([{ ...NOTHING, paths }, ...inner]);
}

/** Returns a directory, or the nearest one above it, with a `.git` of any kind; undefined without one. */
export function gitAbove(dir: string): string | undefined {
  if (look(join(dir, ".git"))) return dir;
  return dirname(dir) === dir ? undefined : gitAbove(dirname(dir));
}

interface Asked {
  /** The directory to list. */
  readonly here: string;
  /** The directory whose `.git` git has to use. */
  readonly top: string;
  /** The path of `here` relative to the root. */
  readonly within: string;
  /** A submodule without a `.git`: it has no index, and the ignore rules of `top` apply. */
  readonly isUnowned?: true;
  readonly signal: AbortSignal | undefined;
}

/** A git that waits for a disk or for a named pipe is ended after this time. */
const LIMIT_MS = 120_000;

/** Runs `git ls-files`. The ceiling keeps git from using a repository above when this `.git` is broken. */
async function ask(asked: Asked, args: readonly string[]) {
  const { here, top, isUnowned } = asked, ceiling = top === "/" ? undefined : dirname(top);
  const as = isUnowned ? [`--git-dir=${join(top, ".git")}`, "--work-tree=."] : [];
  const result = await git(here, [...as, "--literal-pathspecs", "ls-files", ...args], {
    ...(isUnowned ? { index: join(here, ".git/none") } : {}),
    ceiling,
    timeoutMs: LIMIT_MS,
    signal: asked.signal,
  });
  asked.signal?.throwIfAborted();
  if (result.code === 0) return result;
  const found = `Cannot list the files to send: "${join(top, ".git")}" exists`;
  if (result.kind === "timed-out") {
    throw new UserError(`${found}, but git did not list them within ${LIMIT_MS / 1000} s`, {
      hint: `git -C ${
        quote(here)
      } status must end; look for a disk that does not answer, or a named pipe as .gitignore`,
      outcome: "infra",
    });
  }
  if (result.code === 127) {
    throw new UserError(`${found}, but git is not installed`, { hint: "sudo apt-get install git" });
  }
  throw new UserError(`${found}, but git failed: ${result.stderr.trim()}`, {
    hint: hintFor(asked, result.stderr),
  });
}

/**
 * Throws when git could not read an ignore file: git then continues as if nothing were ignored. An ignore file in a
 * directory that cannot be entered does not matter, because the files there cannot be read either.
 */
function refuseUnreadableIgnores(stderr: string, workTree: string): void {
  const warned = [...stderr.matchAll(/^warning: unable to access '(.*?(?:ignore|exclude))': (.*)$/gm)];
  const [, file, why] = warned.find(([, path = ""]) => look(resolve(workTree, path))) ?? [];
  if (file === undefined) return;
  throw new UserError(`Cannot list the files that git ignores: git cannot read "${file}" (${why})`, {
    hint: `make it readable: ls -l ${quote(file)}`,
  });
}

function hintFor({ here, top, within }: Asked, stderr: string): string {
  if (stderr.includes("dubious ownership")) return `git config --global --add safe.directory ${quote(top)}`;
  const repair = stderr.includes("not a git repository")
    ? `repair or remove ${quote(join(top, ".git"))}`
    : `git -C ${quote(here)} status`;
  const exclude = within === "" ? "" : `, or add ${JSON.stringify(within)} to sync.exclude in e2e/e2e.yml`;
  return `${repair}${exclude}`;
}

async function isSubmodule(asked: Asked, path: string): Promise<boolean> {
  return (await ask(asked, ["-z", "--stage", "--", path])).stdout.startsWith("160000 ");
}

/** git skips a directory that it cannot open, with this warning. The path is relative to the work tree. */
const UNOPENED = /^warning: could not open directory '(.*?)\/': [^\n]*$/gms;

function parentsOf(paths: readonly string[]): ReadonlySet<string> {
  const parents = new Set<string>();
  for (const path of paths) {
    for (let at = dirname(path); at !== "." && !parents.has(at); at = dirname(at)) parents.add(at);
  }
  return parents;
}

const NOTHING: Found = { paths: [], closed: [], warnings: [] };

function merge(found: readonly Found[]): Found {
  return {
    paths: found.flatMap(({ paths }) => paths),
    closed: found.flatMap(({ closed }) => closed),
    warnings: found.flatMap(({ warnings }) => warnings),
  };
}

/** Returns what is at a path. Files in a directory that cannot be entered are reported later, when they are read. */
function look(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.lstatSync(path);
  } catch {
    return undefined;
  }
}
