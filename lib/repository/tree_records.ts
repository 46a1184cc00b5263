import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { isGone } from "../files/is_gone.ts";

/** One file or link as it lies on disk. */
export interface Entry {
  readonly bytes: number;
  /** When it last changed in any way, by the file system's word: no time that somebody can set. */
  readonly changedMs: number;
  /** What makes it equal to another one, in the words of `tree_hash.sh`. */
  readonly records: readonly string[];
}

/** Reads a path below the root; undefined when neither a file nor a link is there. Throws what the system says when it cannot be read. */
export async function entryOf(root: string, path: string): Promise<Entry | undefined> {
  const at = join(root, path);
  try {
    const { isFile, isSymlink, size, mode, ctime } = await Deno.lstat(at);
    const found = { bytes: size, changedMs: ctime?.getTime() ?? 0 };
    if (isSymlink) return { ...found, records: [`l ./${path}//${await Deno.readLink(at)}`] };
    if (!isFile) return undefined;
    const permissions = ((mode ?? 0) & 0o777).toString(8).padStart(3, "0");
    return { ...found, records: [`f ${permissions} ./${path}`, `${await sha256(at, size)}  ./${path}`] };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Larger files are not read whole. */
const CHUNK_BYTES = 1024 * 1024;

async function sha256(path: string, size: number): Promise<string> {
  const hash = createHash("sha256");
  if (size < CHUNK_BYTES) return hash.update(await Deno.readFile(path)).digest("hex");
  using file = await Deno.open(path);
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (let n = await file.read(chunk); n !== null; n = await file.read(chunk)) hash.update(chunk.subarray(0, n));
  return hash.digest("hex");
}

/** The hash of a tree: SHA-256, in hex, of all records, each ended by NUL, sorted by bytes. */
export function treeHash(records: readonly string[]): string {
  const bytes = records.map((record) => Buffer.from(`${record}\0`).toString("latin1")).sort(); // a character a byte
  return createHash("sha256").update(Buffer.from(bytes.join(""), "latin1")).digest("hex");
}

/** The paths of which one list of records says something else than the other, sorted. */
export function differingPaths(some: readonly string[], others: readonly string[]): readonly string[] {
  const differing = new Set(some).symmetricDifference(new Set(others));
  return [...new Set([...differing].map(pathOf))].sort();
}

/** The path that a record is about. A path holds no `//`, a link's target may. */
export function pathOf(record: string): string {
  const path = record.slice(record.indexOf("./") + "./".length);
  return record.startsWith("l ") ? path.slice(0, path.indexOf("//")) : path;
}
