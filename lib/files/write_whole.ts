import { existsSync } from "node:fs";

/** Writes all of `bytes` to a file. Throws when the disk does not take them. */
export function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}

/** Makes a file with this text, or leaves what there was: nobody sees half of it, also not after a power cut. */
export function writeWhole(path: string, text: string): void {
  const file = Deno.openSync(`${path}.new`, { write: true, create: true, truncate: true });
  try {
    writeAll(file, new TextEncoder().encode(text));
    file.syncSync();
  } finally {
    file.close();
  }
  Deno.renameSync(`${path}.new`, path);
}

/**
 * Makes a directory, for this user alone, with its first files: nobody ever finds it without them. Gives false, and
 * touches nothing, when it is there already.
 */
export function makeWhole(path: string, files: Readonly<Record<string, string>>): boolean {
  if (existsSync(path)) return false;
  Deno.mkdirSync(`${path}.new`, { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(files)) writeWhole(`${path}.new/${name}`, text);
  Deno.renameSync(`${path}.new`, path);
  return true;
}
