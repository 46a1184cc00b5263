import { join } from "node:path";
import { UserError } from "../errors.ts";
import { matcher, mayHold } from "../files/globs.ts";
import { quote } from "../host/quote.ts";
import { gitPlace, wantsGit } from "./git_copy.ts";
import { gitPaths, walk } from "./paths_below.ts";
import { readEntries } from "./read_entries.ts";
import { type Entry, treeHash } from "./tree_records.ts";

/** The files of a repository that are sent to the host. */
export interface Tree {
  /** Paths relative to the root. */
  readonly paths: readonly string[];
  readonly bytes: number;
  /** The records of all files, see {@link Entry}. */
  readonly records: readonly string[];
  /** When each path last changed, see {@link Entry}. */
  readonly changedMs: ReadonlyMap<string, number>;
  /** The {@link treeHash} of the records. */
  readonly hash: string;
  /** Notices for the user, one sentence each. */
  readonly notices: readonly string[];
}

/** The key `sync` of the contract: globs relative to the root. */
interface TreeOptions {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/**
 * Lists the files to send, as they are on disk: tracked files, untracked files that are not ignored, files of submodules,
 * plus `include`, minus `exclude`. Without a `.git`, lists all files. Needs git if there is a `.git`.
 * Throws a UserError for a link out of the repository, for files that cannot be read, and when git fails.
 */
export async function listTree(root: string, options: TreeOptions, signal?: AbortSignal): Promise<Tree> {
  const isExcluded = matcher(options.exclude), inGit = { skip: isExcluded, signal };
  const fromGit = await gitPaths(root, "", inGit);
  const listed = fromGit ?? await walk(root, "", { gitInside: inGit });
  const included = await includedPaths(root, options, isExcluded);
  const candidates = new Set([...listed.paths, ...included.paths]);
  const entries = await readEntries(root, [...candidates].filter((path) => !isExcluded(path)).sort());
  const closed = [...new Set([...listed.closed, ...included.closed])].filter((path) => !isLeftOut(path, isExcluded));
  refuseUnreadable(closed, entries);
  if (fromGit !== undefined && entries.size === 0) throw nothingToSend(root);
  const found = [...entries].flatMap(([path, entry]) => typeof entry === "string" ? [] : [{ path, ...entry }]);
  const bytes = found.reduce((sum, each) => sum + each.bytes, 0), records = found.flatMap((each) => each.records);
  return {
    paths: found.map(({ path }) => path),
    bytes,
    records,
    changedMs: new Map(found.map(({ path, changedMs }) => [path, changedMs])),
    hash: treeHash(records),
    notices: [
      ...listed.warnings,
      ...included.notices,
      ...fromGit === undefined ? [withoutGit({ files: found.length, bytes })] : [],
    ],
  };
}

function nothingToSend(root: string): UserError {
  return new UserError(`No files to send in "${root}": git or sync.exclude ignores all of them`, {
    hint: `git -C ${quote(root)} check-ignore --verbose e2e/e2e.yml`,
  });
}

/** Returns why the files at or below a path are not in the {@link Tree}; undefined when there are no such files. */
export function whyNotSent(root: string, path: string, { include, exclude }: TreeOptions): string | undefined {
  if (path === ".git" || path.startsWith(".git/")) return wantsGit({ include, exclude }) ? undefined : GIT_STAYS;
  const file = firstFile(root, path);
  if (file === undefined) return undefined;
  if (matcher(exclude)(file)) return "sync.exclude leaves it out";
  return `git ignores it; sync: { include: [${JSON.stringify(path)}] } would send it`;
}

const GIT_STAYS = "it is sent only with sync: { include: [.git] }";

function firstFile(root: string, path: string): string | undefined {
  try {
    if (!Deno.lstatSync(join(root, path)).isDirectory) return path;
    for (const { name } of Deno.readDirSync(join(root, path))) {
      const found = firstFile(root, join(path, name));
      if (found !== undefined) return found;
    }
  } catch { /* missing or unreadable */ }
  return undefined;
}

/** Lists the files that match `include`, and the matching directories that cannot be opened. */
async function includedPaths(root: string, { include }: TreeOptions, isExcluded: (path: string) => boolean) {
  if (include.length === 0) return { paths: [], closed: [], notices: [] };
  const all = await walk(root, "", {}), isIncluded = matcher(include), git = gitPlace(root);
  const notices = include.filter((glob) => !all.paths.some(matcher([glob]))).flatMap((glob) => {
    if (git === undefined || !wantsGit({ include: [glob], exclude: [] })) {
      return [`sync.include: no file matches ${JSON.stringify(glob)}`];
    }
    return git === "" ? [] : [`sync.include: .git is in "${git}", where the contract belongs, and is not sent`];
  });
  for (const path of all.closed) {
    const globs = include.filter((glob) => !isIncluded(path) && mayHold(path, glob));
    if (globs.length === 0 || isLeftOut(path, isExcluded)) continue;
    notices.push(`sync.include: ${JSON.stringify(globs[0])} may match in "${path}", which cannot be opened`);
  }
  return { paths: all.paths.filter(isIncluded), closed: all.closed.filter(isIncluded), notices };
}

/** Whether nothing in a directory is sent: the directory is excluded, or everything in it. */
function isLeftOut(directory: string, isExcluded: (path: string) => boolean): boolean {
  return isExcluded(directory) || isExcluded(join(directory, "any file"));
}

const MAX_NAMED = 5;

function refuseUnreadable(closed: readonly string[], entries: ReadonlyMap<string, Entry | string>): void {
  const unread = [...entries].flatMap(([path, entry]) => typeof entry === "string" ? [{ path, why: entry }] : []);
  const all = [...closed.map((path) => ({ path, why: "the directory cannot be opened" })), ...unread];
  const [first, ...others] = all.slice(0, MAX_NAMED).map(({ path, why }) => `"${path}" (${why})`);
  if (first === undefined) return;
  const more = all.length > MAX_NAMED ? `, and ${all.length - MAX_NAMED} more` : "";
  throw new UserError(`Cannot read files to send: ${[first, ...others].join(", ")}${more}`, {
    hint: `add ${JSON.stringify(all[0]?.path)} to sync.exclude in e2e/e2e.yml, or make it readable`,
  });
}

function withoutGit({ files, bytes }: { readonly files: number; readonly bytes: number }): string {
  const size = bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const all = `all ${files} files (${size})`;
  return `No git repository: ${all} are sent, also those that a .gitignore lists; sync.exclude leaves files out`;
}
