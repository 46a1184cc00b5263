import { existsSync } from "node:fs";

/** Writes all of `bytes` to a file. Throws when the file cannot be written. */
export function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}

/**
 * Replaces a file atomically, readable for this user only: readers see the old or the new text, never a part of it,
 * even after a power cut.
 */
export function writeWhole(path: string, text: string): void {
  const file = Deno.openSync(`${path}.new`, { write: true, create: true, truncate: true, mode: 0o600 });
  try {
    writeAll(file, new TextEncoder().encode(text));
    file.syncSync();
  } finally {
    file.close();
  }
  Deno.renameSync(`${path}.new`, path);
}

/**
 * Creates a directory together with its first files, atomically and readable for this user only. Returns false, and
 * changes nothing, when the directory exists.
 */
export function makeWhole(path: string, files: Readonly<Record<string, string>>): boolean {
  if (existsSync(path)) return false;
  Deno.mkdirSync(`${path}.new`, { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(files)) writeWhole(`${path}.new/${name}`, text);
  Deno.renameSync(`${path}.new`, path);
  return true;
}
