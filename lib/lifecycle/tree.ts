import { dirname, join, matchesGlob, relative, resolve } from "node:path";
import { exec } from "../host/exec.ts";
import { UserError } from "../errors.ts";

/** What of a repository travels. */
export interface Tree {
  /** Paths relative to the root. */
  readonly paths: readonly string[];
  readonly bytes: number;
  /** The globs of `include` that no file matches. */
  readonly unmatched: readonly string[];
}

/** Which files beside git's choice travel, and which do not; globs relative to the root. */
export interface TreeOptions {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/**
 * What git would take, as it lies on disk: tracked files and untracked ones that are not ignored, those of submodules too,
 * plus `include`, less `exclude`. Without git everything but `.git`. Needs git where the root is in a git repository.
 * Throws a UserError for a link that leaves the repository, and with git's words where git refuses.
 */
export async function listTree(root: string, options: TreeOptions): Promise<Tree> {
  const taken = await gitPaths(root, []) ?? await allPaths(root);
  const all = options.include.length === 0 ? [] : await allPaths(root);
  const included = options.include.map((glob) => ({ glob, paths: matching(all, [glob]) }));
  const unmatched = included.filter(({ paths }) => paths.length === 0).map(({ glob }) => glob);
  const wanted = [...new Set([...taken, ...included.flatMap(({ paths }) => paths)])];
  const excluded = new Set(matching(wanted, options.exclude));
  const paths: string[] = [];
  let bytes = 0;
  for (const path of wanted.filter((each) => !excluded.has(each)).sort()) {
    const info = await lstat(join(root, path));
    if (info === undefined) continue; // tracked, and deleted on disk
    if (info.isSymlink) await checkLink(root, path);
    paths.push(path);
    bytes += info.size;
  }
  return { paths, bytes, unmatched };
}

/** What is told of a glob of `sync.include` that no file matches. */
export const unmatchedWords = (glob: string) => `sync.include: no file matches "${glob}"`;

/** Why the files at a path, or below it, are not in the {@link Tree}; undefined when there are none. */
export function whyNotSent(root: string, path: string, { exclude }: TreeOptions): string | undefined {
  const file = firstFile(root, path);
  if (file === undefined) return undefined;
  if (matching([file], exclude).length > 0) return "sync.exclude leaves it out";
  return `git ignores it, and sync: { include: [${JSON.stringify(path)}] } takes it along`;
}

function firstFile(root: string, path: string): string | undefined {
  try {
    if (!Deno.lstatSync(join(root, path)).isDirectory) return path;
    for (const { name } of Deno.readDirSync(join(root, path))) {
      const found = firstFile(root, join(path, name));
      if (found !== undefined) return found;
    }
  } catch { /* it is not there */ }
  return undefined;
}

/** A glob that matches a directory takes all that is in it. */
function matching(paths: readonly string[], globs: readonly string[]): readonly string[] {
  const plain = globs.map((glob) => glob.replace(/\/$/, "")), known = new Map<string, boolean>();
  const isTaken = (path: string): boolean => {
    const parent = dirname(path);
    const taken = known.get(path) ??
      ((parent !== "." && isTaken(parent)) || plain.some((glob) => path === glob || matchesGlob(path, glob)));
    known.set(path, taken);
    return taken;
  };
  return paths.filter(isTaken);
}

/** The paths that git names below `root`, or undefined where there is no git repository. A directory among them is a repository of its own. */
async function gitPaths(root: string, within: readonly string[]): Promise<readonly string[] | undefined> {
  const here = join(root, ...within);
  const { code, stdout, stderr } = await exec([
    "git",
    "-C",
    here,
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
  ]);
  if (code === 127 || /not a git repository/.test(stderr)) return undefined;
  if (code !== 0) throw new UserError(`Cannot list the files of "${here}": git says: ${stderr.trim()}`);
  const paths: string[] = [];
  for (const path of new Set(stdout.split("\0").filter((each) => each !== ""))) {
    const info = await lstat(join(here, path));
    if (!info?.isDirectory) paths.push([...within, path].join("/"));
    else if (await lstat(join(here, path, ".git")) !== undefined) {
      paths.push(...await gitPaths(root, [...within, path.replace(/\/$/, "")]) ?? []);
    }
  }
  return paths;
}

async function allPaths(root: string, within = ""): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const entry of Deno.readDir(join(root, within))) {
    if (entry.name === ".git") continue;
    const path = within === "" ? entry.name : `${within}/${entry.name}`;
    if (entry.isDirectory) paths.push(...await allPaths(root, path));
    else if (entry.isFile || entry.isSymlink) paths.push(path);
  }
  return paths;
}

async function lstat(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.lstat(path);
  } catch {
    return undefined;
  }
}

/** A link is copied as a link, so what it names must travel too. */
async function checkLink(root: string, path: string): Promise<void> {
  const target = await Deno.readLink(join(root, path));
  const from = await Deno.realPath(dirname(join(root, path)));
  const lands = relative(await Deno.realPath(root), resolve(from, target));
  if (!target.startsWith("/") && lands !== ".." && !lands.startsWith("../")) return;
  throw new UserError(`Cannot send "${path}": it is a link to "${target}", which leaves the repository`, {
    hint: `add "${path}" to sync.exclude in e2e/e2e.yml, or make it a relative link to a file inside`,
  });
}
