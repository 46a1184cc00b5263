import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { isGone } from "../files/is_gone.ts";

/** A file or link on disk. */
export interface Entry {
  readonly bytes: number;
  /** The time of the last change of content or metadata (ctime), which users cannot set. */
  readonly changedMs: number;
  /** The content, permissions and path in the format of `tree_hash.sh`. Equal records mean equal files. */
  readonly records: readonly string[];
}

/** Reads a path below the root. Returns undefined when it is neither a file nor a link. Throws the system's error when it cannot be read. */
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

/** Larger files are read in chunks. */
const CHUNK_BYTES = 1024 * 1024;

async function sha256(path: string, size: number): Promise<string> {
  const hash = createHash("sha256");
  if (size < CHUNK_BYTES) return hash.update(await Deno.readFile(path)).digest("hex");
  using file = await Deno.open(path);
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (let n = await file.read(chunk); n !== null; n = await file.read(chunk)) hash.update(chunk.subarray(0, n));
  return hash.digest("hex");
}

/** Computes the hash of a tree: SHA-256 in hex of all records, sorted by bytes, each followed by NUL. */
export function treeHash(records: readonly string[]): string {
  const bytes = records.map((record) => Buffer.from(`${record}\0`).toString("latin1")).sort(); // latin1: one character for each byte
  return createHash("sha256").update(Buffer.from(bytes.join(""), "latin1")).digest("hex");
}

/** Returns the sorted paths whose records differ between two lists. */
export function differingPaths(some: readonly string[], others: readonly string[]): readonly string[] {
  const differing = new Set(some).symmetricDifference(new Set(others));
  return [...new Set([...differing].map(pathOf))].sort();
}

/** Returns the path in a record. A path never contains `//`; the target of a link may. */
export function pathOf(record: string): string {
  const path = record.slice(record.indexOf("./") + "./".length);
  return record.startsWith("l ") ? path.slice(0, path.indexOf("//")) : path;
}
