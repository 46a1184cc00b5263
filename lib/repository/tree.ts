import { join } from "node:path";
import { UserError } from "../errors.ts";
import { matcher, mayHold } from "../files/globs.ts";
import { quote } from "../host/quote.ts";
import { gitPaths, walk } from "./paths_below.ts";
import { readEntries } from "./read_entries.ts";
import { type Entry, treeHash } from "./tree_records.ts";

/** What of a repository travels. */
export interface Tree {
  /** Paths relative to the root. */
  readonly paths: readonly string[];
  readonly bytes: number;
  /** What the files were when they were read, as {@link Entry} has it. */
  readonly records: readonly string[];
  /** When each path last changed, as {@link Entry} has it. */
  readonly changedMs: ReadonlyMap<string, number>;
  /** The {@link treeHash} of the records. */
  readonly hash: string;
  /** What people should know of it, a sentence each. */
  readonly notices: readonly string[];
}

/** Which files beside git's choice travel, and which do not; globs relative to the root. */
export interface TreeOptions {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/**
 * What git would take, as it lies on disk: tracked files and untracked ones that are not ignored, those of submodules too,
 * plus `include`, less `exclude`. Without a `.git` anywhere, everything. Needs git where there is one.
 * Throws a UserError for a link that leaves the repository, for what cannot be read, and with git's words where git refuses.
 */
export async function listTree(root: string, options: TreeOptions): Promise<Tree> {
  const isExcluded = matcher(options.exclude);
  const asked = await gitPaths(root, "", isExcluded);
  const taken = asked ?? await walk(root, "", { gitInside: isExcluded });
  const included = await includedPaths(root, options, isExcluded);
  const wanted = new Set([...taken.paths, ...included.paths]);
  const entries = await readEntries(root, [...wanted].filter((path) => !isExcluded(path)).sort());
  const closed = [...new Set([...taken.closed, ...included.closed])].filter((path) => !isLeftOut(path, isExcluded));
  refuseUnreadable(closed, entries);
  if (asked !== undefined && entries.size === 0) throw nothingToSend(root);
  const found = [...entries].flatMap(([path, entry]) => typeof entry === "string" ? [] : [{ path, ...entry }]);
  const bytes = found.reduce((sum, each) => sum + each.bytes, 0), records = found.flatMap((each) => each.records);
  return {
    paths: found.map(({ path }) => path),
    bytes,
    records,
    changedMs: new Map(found.map(({ path, changedMs }) => [path, changedMs])),
    hash: treeHash(records),
    notices: [
      ...taken.warnings,
      ...included.notices,
      ...asked === undefined ? [withoutGit({ files: found.length, bytes })] : [],
    ],
  };
}

function nothingToSend(root: string): UserError {
  return new UserError(
    `Nothing of "${root}" would be sent: git ignores all of it, or sync.exclude leaves all of it out`,
    {
      hint: `git -C ${quote(root)} check-ignore --verbose e2e/e2e.yml`,
    },
  );
}

/** Why the files at a path, or below it, are not in the {@link Tree}; undefined when there are none. */
export function whyNotSent(root: string, path: string, { exclude }: TreeOptions): string | undefined {
  const file = firstFile(root, path);
  if (file === undefined) return undefined;
  if (matcher(exclude)(file)) return "sync.exclude leaves it out";
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

/** What the globs of `include` take, and the directories that they take and that cannot be opened. */
async function includedPaths(root: string, { include }: TreeOptions, isExcluded: (path: string) => boolean) {
  if (include.length === 0) return { paths: [], closed: [], notices: [] };
  const all = await walk(root, "", {}), isIncluded = matcher(include);
  const notices = include.filter((glob) => !all.paths.some(matcher([glob]))).map((glob) =>
    `sync.include: no file matches ${JSON.stringify(glob)}`
  );
  for (const path of all.closed) {
    const globs = include.filter((glob) => !isIncluded(path) && mayHold(path, glob));
    if (globs.length === 0 || isLeftOut(path, isExcluded)) continue;
    notices.push(`sync.include: ${JSON.stringify(globs[0])} may match in "${path}", which cannot be opened`);
  }
  return { paths: all.paths.filter(isIncluded), closed: all.closed.filter(isIncluded), notices };
}

/** Whether nothing of a directory travels: it is excluded itself, or all that it could hold. */
function isLeftOut(directory: string, isExcluded: (path: string) => boolean): boolean {
  return isExcluded(directory) || isExcluded(join(directory, "any file"));
}

const NAMED = 5;

function refuseUnreadable(closed: readonly string[], entries: ReadonlyMap<string, Entry | string>): void {
  const unread = [...entries].flatMap(([path, entry]) => typeof entry === "string" ? [{ path, why: entry }] : []);
  const all = [...closed.map((path) => ({ path, why: "the directory cannot be opened" })), ...unread];
  const [first, ...others] = all.slice(0, NAMED).map(({ path, why }) => `"${path}" (${why})`);
  if (first === undefined) return;
  const more = all.length > NAMED ? `, and ${all.length - NAMED} more` : "";
  throw new UserError(`Cannot read what would be sent: ${[first, ...others].join(", ")}${more}`, {
    hint: `add ${JSON.stringify(all[0]?.path)} to sync.exclude in e2e/e2e.yml, or make it readable`,
  });
}

function withoutGit({ files, bytes }: { readonly files: number; readonly bytes: number }): string {
  const size = bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const all = `all ${files} files (${size})`;
  return `No git repository: ${all} are sent, also what a .gitignore names; sync.exclude leaves files out`;
}
