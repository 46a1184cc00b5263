import { dirname, join, relative, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { type Entry, entryOf } from "./tree_records.ts";

/** How many files are read at once. */
const READERS = 8;

/**
 * Reads what is there of some paths: each one's entry, or why it cannot be read. Behind a link to a directory nothing is
 * there, as for git: what lies there may be outside. Throws a UserError for a link that leaves the root.
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

/** Tells whether a directory, or one above it, is a link. */
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
    return false; // its files are told when they are read
  }
}

/** One iterator for several readers, which ends for all of them when one fails. */
function* each<T>(items: readonly T[]): Generator<T> {
  yield* items;
}

async function read(root: string, path: string): Promise<Entry | string | undefined> {
  try {
    const entry = await entryOf(root, path);
    if (entry?.records[0]?.startsWith("l ")) await checkLink(root, path);
    if (entry === undefined && path.includes(NO_TEXT)) return "its name is not UTF-8";
    return entry; // undefined: tracked, and deleted on disk
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    return error.message.replace(/ \(os error .*/s, "");
  }
}

/** Stands for bytes that are no UTF-8. */
const NO_TEXT = "\uFFFD";

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
