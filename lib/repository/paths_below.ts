import { dirname, join, relative, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { git } from "../host/git.ts";
import { quote } from "../host/quote.ts";
import { isGone } from "../files/is_gone.ts";

/** What was found below a root; all paths are relative to it. */
export interface Found {
  /** Files and links. */
  readonly paths: readonly string[];
  /** Directories that could not be opened. */
  readonly closed: readonly string[];
  /** What else git warns of: what it ignores may not be all that it should. */
  readonly warnings: readonly string[];
}

/** Tells which directories need not be looked into. */
export type Skip = (directory: string) => boolean;

/**
 * What git would take of a directory of the root, `""` for all of it: tracked files and untracked ones that are not ignored,
 * those of submodules and of repositories inside too. Undefined where neither it nor a directory above it holds a `.git`. Where one
 * does, of any kind, git has to answer: else a UserError is thrown, with git's words.
 */
export async function gitPaths(root: string, within: string, skip: Skip): Promise<Found | undefined> {
  const here = await Deno.realPath(join(root, within)), top = gitAbove(here);
  return top === undefined ? undefined : await taken(root, { here, top, within }, skip);
}

async function taken(root: string, asked: Asked, skip: Skip): Promise<Found> {
  const { here, top, within, isUnowned } = asked;
  const { stdout, stderr } = await ask(asked, ["-z", "--cached", "--others", "--exclude-standard"]);
  const listed = [...new Set(stdout.split("\0"))].filter((each) => each !== "").map((each) => each.replace(/\/$/, ""));
  const directories = new Set(listed.filter((path) => look(join(here, path))?.isDirectory));
  const inner: Found[] = [];
  for (const path of new Set([...directories, ...parentsOf(listed)])) {
    const whole = join(within, path);
    if (skip(whole)) continue;
    if (look(join(here, path, ".git"))) inner.push(await gitPaths(root, whole, skip) ?? NOTHING);
    else if (directories.has(path) && await isSubmodule(asked, path)) {
      inner.push(await taken(root, { here: join(here, path), top, within: whole, isUnowned: true }, skip));
    }
  }
  const own = listed.filter((path) => !directories.has(path)).map((path) => join(within, path));
  const closed = [...stderr.matchAll(UNOPENED)].map(([, path = ""]) =>
    join(within, relative(here, join(isUnowned ? here : top, path)))
  );
  refuseUnknown(stderr, isUnowned ? here : top);
  const warnings = [...stderr.replaceAll(UNOPENED, "").matchAll(/^warning: (.*)/gm)].map(([, text]) =>
    `git warns: ${text}`
  );
  return merge([{ paths: own, closed, warnings }, ...inner]);
}

/** Every file and link below a directory of the root but `.git`; with `gitInside`, of repositories inside what git would take. */
export async function walk(root: string, within: string, options: { readonly gitInside?: Skip }): Promise<Found> {
  const { gitInside } = options;
  let entries: readonly Deno.DirEntry[];
  try {
    entries = await Array.fromAsync(Deno.readDir(join(root, within)));
  } catch (error) {
    // a name that is not UTF-8 cannot be said, and what has it is not found
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
    const asked = gitInside && !gitInside(path) && look(join(root, path, ".git"));
    inner.push(asked ? await gitPaths(root, path, gitInside) ?? NOTHING : await walk(root, path, options));
  }
  return merge([{ ...NOTHING, paths }, ...inner]);
}

/** The directory, or the nearest one above it, that holds a `.git` of any kind. */
function gitAbove(dir: string): string | undefined {
  if (look(join(dir, ".git"))) return dir;
  return dirname(dir) === dir ? undefined : gitAbove(dirname(dir));
}

/** Where git is asked: a directory, the one whose `.git` has to answer, and the first one's path relative to the root. */
interface Asked {
  readonly here: string;
  readonly top: string;
  readonly within: string;
  /** A submodule without a `.git`, of whose files no index tells: the one that has to answer knows what is ignored. */
  readonly isUnowned?: true;
}

/** A `.git` that is broken must not make git answer for a repository above. */
async function ask(asked: Asked, args: readonly string[]) {
  const { here, top, isUnowned } = asked, ceiling = top === "/" ? undefined : dirname(top);
  const as = isUnowned ? [`--git-dir=${join(top, ".git")}`, "--work-tree=."] : [];
  const result = await git(here, [...as, "--literal-pathspecs", "ls-files", ...args], {
    ...(isUnowned ? { index: join(here, ".git/none") } : {}),
    ceiling,
  });
  if (result.code === 0) return result;
  const found = `Cannot tell which files to send: "${join(top, ".git")}" is there`;
  if (result.code === 127) {
    throw new UserError(`${found}, and git is not installed`, { hint: "sudo apt-get install git" });
  }
  throw new UserError(`${found}, and git says: ${result.stderr.trim()}`, {
    hint: hintFor(asked, result.stderr),
  });
}

/** Where git cannot read what is ignored, it goes on as if nothing were. In a directory that cannot be entered nothing is. */
function refuseUnknown(stderr: string, workTree: string): void {
  const warned = [...stderr.matchAll(/^warning: unable to access '(.*?(?:ignore|exclude))': (.*)$/gm)];
  const [, file, why] = warned.find(([, path = ""]) => look(resolve(workTree, path))) ?? [];
  if (file === undefined) return;
  throw new UserError(`Cannot tell which files git ignores: it cannot read "${file}" (${why})`, {
    hint: `make it readable: ls -l ${quote(file)}`,
  });
}

function hintFor({ here, top, within }: Asked, words: string): string {
  if (words.includes("dubious ownership")) return `git config --global --add safe.directory ${quote(top)}`;
  const mend = words.includes("not a git repository")
    ? `repair or remove ${quote(join(top, ".git"))}`
    : `git -C ${quote(here)} status`;
  const leave = within === "" ? "" : `, or add ${JSON.stringify(within)} to sync.exclude in e2e/e2e.yml`;
  return `${mend}${leave}`;
}

async function isSubmodule(asked: Asked, path: string): Promise<boolean> {
  return (await ask(asked, ["-z", "--stage", "--", path])).stdout.startsWith("160000 ");
}

/** git goes on without a directory that it cannot open. The paths that it names are relative to the work tree. */
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

/** What is at a path. In a directory that may not be entered nothing is seen: its files are told as unreadable when they are read. */
function look(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.lstatSync(path);
  } catch {
    return undefined;
  }
}
