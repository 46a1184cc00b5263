import { dirname, join, relative, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { type Entry, entryOf } from "./tree_records.ts";

/** The number of files that are read at the same time. */
const READERS = 8;

/**
 * Reads the entry of each path, or the reason why it cannot be read. Missing paths are left out. Paths behind a link to a
 * directory count as missing, as in git, because the link may leave the root. Throws a UserError for a link out of the root.
 */
export async function readEntries(
  root: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Entry | string>> {
  const entries = new Map<string, Entry | string | undefined>(paths.map((path) => [path, undefined]));
  const behindLink = linkedDirectories(root), queue = each(paths.filter((path) => !behindLink(dirname(path))));
  const reader = async () => {
    for (const path of queue) entries.set(path, await read(root, path));
  };
  await Promise.all(Array.from({ length: READERS }, reader));
  return new Map([...entries].flatMap(([path, entry]) => entry === undefined ? [] : [[path, entry] as const]));
}

/** Returns a function that tests whether a directory, or one above it, is a link. */
function linkedDirectories(root: string): (directory: string) => boolean {
  const known = new Map([[".", false]]);
  const isLinked = (directory: string): boolean => {
    const found = known.get(directory) ?? (isLinked(dirname(directory)) || isLink(join(root, directory)));
    known.set(directory, found);
    return found;
  };
  return isLinked;
}

function isLink(path: string): boolean {
  try {
    return Deno.lstatSync(path).isSymlink;
  } catch {
    return false; // its files are reported when they are read
  }
}

/** An iterator that several readers share, and that ends for all of them when one fails. */
function* each<T>(items: readonly T[]): Generator<T> {
  yield* items;
}

async function read(root: string, path: string): Promise<Entry | string | undefined> {
  try {
    const entry = await entryOf(root, path);
    if (entry?.records[0]?.startsWith("l ")) await checkLink(root, path);
    if (entry === undefined && path.includes(REPLACEMENT)) return "its name is not UTF-8";
    return entry; // undefined for a tracked file that is deleted on disk
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    return error.message.replace(/ \(os error .*/s, "");
  }
}

/** Replaces bytes that are not UTF-8. */
const REPLACEMENT = "\uFFFD";

/** Throws for a link out of the root. Links are sent as links, so their targets have to be sent too. */
async function checkLink(root: string, path: string): Promise<void> {
  const target = await Deno.readLink(join(root, path));
  const from = await Deno.realPath(dirname(join(root, path)));
  const destination = relative(await Deno.realPath(root), resolve(from, target));
  if (!target.startsWith("/") && destination !== ".." && !destination.startsWith("../")) return;
  throw new UserError(`Cannot send "${path}": it is a link to "${target}", outside the repository`, {
    hint: `add "${path}" to sync.exclude in e2e/e2e.yml, or make it a relative link to a file inside`,
  });
}
