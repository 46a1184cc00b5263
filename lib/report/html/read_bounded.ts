import { messageOf } from "../../errors.ts";
import { count } from "../../result/words.ts";

interface Bounds {
  /** The name of the file in `cut`. */
  readonly name: string;
  readonly maxBytes: number;
  /** Gets a line when the file was shortened or cannot be read. */
  readonly cut: string[];
}

/** Reads a text file; of one larger than `maxBytes`, the beginning and the end. A missing or unreadable file is empty. */
export function readBounded(path: string, { name, maxBytes, cut }: Bounds): string {
  try {
    const { size } = Deno.lstatSync(path);
    if (size <= maxBytes) return Deno.readTextFileSync(path);
    cut.push(`${name}: ${count(size - maxBytes, "byte", "bytes")} of ${size} in the middle`);
    return headAndTail(path, { size, half: Math.floor(maxBytes / 2) });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) cut.push(`${name}: ${messageOf(error)}`);
    return "";
  }
}

function headAndTail(path: string, { size, half }: { readonly size: number; readonly half: number }): string {
  using file = Deno.openSync(path);
  const head = readAt(file, { at: 0, length: half }), tail = readAt(file, { at: size - half, length: half });
  return `${head}\n… ${size - 2 * half} bytes cut …\n${tail}`;
}

function readAt(file: Deno.FsFile, { at, length }: { readonly at: number; readonly length: number }): string {
  file.seekSync(at, Deno.SeekMode.Start);
  const bytes = new Uint8Array(length);
  let read = 0;
  for (let n = file.readSync(bytes); n !== null && n > 0; n = file.readSync(bytes.subarray(read))) read += n;
  return new TextDecoder().decode(bytes.subarray(0, read));
}
